import {
  type AnyAppearance,
  embedSignature,
  type PrepareSignature,
  preparedDigest,
  prepareSignature,
} from '../../formats/pdf/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import { assertAlgorithmAllowed, signingSchemeOf } from '../../foundation/crypto/index.ts';
import { estimateCmsSize, type SignCmsOptions, signCms } from '../../signatures/cades/index.ts';
import { resolveAppearance } from '../appearance/index.ts';
import { encodeSignatureProperties } from '../cms/index.ts';
import { openForSigning } from './open-for-signing.ts';
import type { PreparedPdf, SignPdfOptions } from './options.ts';

/**
 * First step of {@link signPdf}: the update with a hole for the value, and the digest to be signed. `room`: bytes beyond
 * the signature itself; unset: what a timestamp takes, where one is asked for.
 */
export async function preparePdf(options: SignPdfOptions, room?: number): Promise<PreparedPdf> {
  assertStatements(options);
  const file = await openForSigning(options);
  const signer = await options.signer.info(options.signOptions);
  assertAlgorithmAllowed(signer.algorithm, options.algorithmProfile);
  const contentsSize = estimateCmsSize(signer, {
    profile: 'PAdES',
    certificates: options.certificates ?? [],
    signedAttributes: signedAttributesOf(options),
    timestamp: room ?? (options.tsa !== undefined && options.level !== 'B-B'),
  });
  const appearance = await resolveAppearance(file, options.appearance);
  const { appearance: _, ...rest } = options;
  const described = describeSignature(appearance === undefined ? rest : { ...rest, appearance });
  const prepared = await prepareSignature(file, { ...described, contentsSize });
  const { hash } = signingSchemeOf(signer.algorithm);
  return { prepared, hash, digest: await preparedDigest(prepared, hash), signer };
}

/** ETSI EN 319 142-1 6.3: /Reason shall not stand beside a commitment. */
function assertStatements({ reason, commitment }: SignPdfOptions): void {
  if (reason === undefined || commitment === undefined) return;
  throw new YinxinError('ARGUMENT_INVALID', 'a PDF signature says its reason or its commitment, not both', {
    details: { option: 'commitment' },
  });
}

/** Second step: the CMS over the digest, made by the signer (and timestamped). Nothing is written. */
export async function signPreparedPdf(prepared: PreparedPdf, options: SignPdfOptions): Promise<Uint8Array> {
  const { cms } = await signCms({
    signer: options.signer,
    content: { digest: prepared.digest, hash: prepared.hash },
    detached: true,
    profile: 'PAdES',
    claimedTime: options.claimedTime,
    ...cmsOptions(options),
  });
  return cms;
}

/** Third step: the update with the value in its hole, to be appended to the original bytes. */
export function completePdf(prepared: PreparedPdf, cms: Uint8Array): Uint8Array {
  return embedSignature(prepared.prepared, cms);
}

function cmsOptions(options: SignPdfOptions): Partial<SignCmsOptions> {
  return {
    ...(options.certificates === undefined ? {} : { certificates: options.certificates }),
    // The DSS is written in the same update, so the signature covers it, as it does not cover the CMS itself.
    certificatesElsewhere: options.validationData?.certificates ?? [],
    signedAttributes: signedAttributesOf(options),
    ...(options.tsa === undefined || options.level === 'B-B' ? {} : { tsa: options.tsa }),
    ...(options.random === undefined ? {} : { random: options.random }),
    ...(options.signOptions === undefined ? {} : { signOptions: options.signOptions }),
  };
}

/** Further signed attributes of the CMS: those given, policy and commitment. */
export function signedAttributesOf(
  options: Pick<SignPdfOptions, 'signedAttributes' | 'policy' | 'commitment'>,
): readonly Uint8Array[] {
  const { policy, commitment } = options;
  const stated = encodeSignatureProperties({
    ...(policy === undefined ? {} : { policy }),
    ...(commitment === undefined ? {} : { commitment }),
  });
  return [...(options.signedAttributes ?? []), ...stated];
}

/** What the signature dictionary and its field say, from the options of a signature. */
export function describeSignature(
  options: Omit<SignPdfOptions, 'signer' | 'appearance'> & { readonly appearance?: AnyAppearance },
): Omit<PrepareSignature, 'contentsSize'> {
  const { field, appearance, stamps, name, reason, location, contactInfo } = options;
  const { certification, lock, validationData } = options;
  return {
    subFilter: 'ETSI.CAdES.detached',
    claimedTime: options.claimedTime,
    ...(field === undefined ? {} : { field }),
    ...(appearance === undefined ? {} : { appearance }),
    ...(stamps === undefined ? {} : { stamps }),
    ...(name === undefined ? {} : { name }),
    ...(reason === undefined ? {} : { reason }),
    ...(location === undefined ? {} : { location }),
    ...(contactInfo === undefined ? {} : { contactInfo }),
    ...(certification === undefined ? {} : { certification }),
    ...(lock === undefined ? {} : { lock }),
    ...(validationData === undefined
      ? {}
      : { validationData: { certificates: [], crls: [], ocspResponses: [], ...validationData } }),
  };
}
