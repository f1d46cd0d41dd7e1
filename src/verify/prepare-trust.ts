import { copyBytes, YinxinError } from '../foundation/core/index.ts';
import { type PkiMemo, pkiMemo } from '../foundation/pki/index.ts';
import type { TrustAnchors } from '../foundation/validation/index.ts';
import type { VerifyOptions } from './options.ts';

/** Everything that {@link Verify} is told but the file, its name and the time. */
export type TrustOptions = Omit<VerifyOptions, 'at' | 'name' | 'detached' | 'memo'>;

/**
 * Options for any number of files: `verify(file, { ...prepared, at })`. Frozen; the certificates and revocation data in
 * it are copies.
 */
export interface PreparedTrust extends TrustOptions {
  readonly memo: PkiMemo;
}

/** Certificates of the options that are believed, by purpose. */
const PURPOSES = [
  'signers',
  'timestamps',
  'sealMakers',
  'licenseIssuers',
  'statusIssuers',
] as const satisfies readonly (keyof TrustAnchors)[];

/**
 * Reads anchors, further certificates, CRLs and OCSP responses once for many files. Files that share the answer share a
 * memo of bounded size too: certificates that come again are read once, and their signatures checked once.
 *
 * Checked: that every anchor is a certificate. Malformed further certificates and revocation data are passed over and
 * told with each file, as without this call. No verdict is remembered: dates, revocation and trust are decided anew for
 * each file at its time. Buffers that the caller changes afterwards change nothing.
 *
 * @throws CERTIFICATE_INVALID with `details.purpose` and `details.index` of a malformed anchor; ARGUMENT_INVALID.
 * @example
 * const prepared = prepareTrust({ trust: { signers: roots }, crls, revocation: 'require' });
 * for (const file of files) reports.push(await verify(file, { ...prepared, at: new Date() }));
 */
export function prepareTrust(options: TrustOptions): PreparedTrust {
  if (!Array.isArray(options?.trust?.signers)) {
    throw new YinxinError('ARGUMENT_INVALID', 'give `trust.signers`: the certificates to believe');
  }
  const trust = copiedAnchors(options.trust);
  const intermediates = copies(options.intermediates);
  const crls = copies(options.crls);
  const ocspResponses = copies(options.ocspResponses);
  const listed = (options.issuerLists ?? []).flatMap((list) =>
    list.entries.map((entry) => entry.certificate),
  );
  const memo = pkiMemo({
    certificates: [...Object.values(trust).flat(), ...listed, ...(intermediates ?? [])],
    crls: crls ?? [],
    ocspResponses: ocspResponses ?? [],
  });
  for (const purpose of PURPOSES) readAnchors(trust[purpose] ?? [], purpose, memo);
  for (const bytes of intermediates ?? []) passOver(() => memo.certificate(bytes));
  for (const bytes of crls ?? []) passOver(() => memo.crl(bytes));
  for (const bytes of ocspResponses ?? []) passOver(() => memo.ocspResponse(bytes));
  return Object.freeze({
    ...options,
    trust,
    ...(intermediates === undefined ? {} : { intermediates }),
    ...(crls === undefined ? {} : { crls }),
    ...(ocspResponses === undefined ? {} : { ocspResponses }),
    memo,
  });
}

function copiedAnchors(trust: TrustAnchors): TrustAnchors {
  const given = PURPOSES.flatMap((purpose) => {
    const list = copies(trust[purpose]);
    return list === undefined ? [] : [[purpose, list] as const];
  });
  return Object.freeze({ signers: [], ...Object.fromEntries(given) });
}

function copies(list: readonly Uint8Array[] | undefined): readonly Uint8Array[] | undefined {
  return list === undefined ? undefined : Object.freeze(list.map(copyBytes));
}

/** The caller chose the anchors and can repair them: he is told at once, not with every file. */
function readAnchors(list: readonly Uint8Array[], purpose: keyof TrustAnchors, memo: PkiMemo): void {
  for (const [index, bytes] of list.entries()) {
    try {
      memo.certificate(bytes);
    } catch (cause) {
      if (!(cause instanceof YinxinError)) throw cause;
      const message = `trust.${purpose}[${index}] cannot be read as a certificate: ${cause.message}`;
      throw new YinxinError('CERTIFICATE_INVALID', message, { details: { purpose, index }, cause });
    }
  }
}

/** What is malformed is told with each file that it was supplied for. */
function passOver(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof YinxinError)) throw error;
  }
}
