import {
  type AnyAppearance,
  embedSignature,
  type PrepareSignature,
  preparedDigest,
  prepareSignature,
} from '../../formats/pdf/index.ts';
import { type ByteSink, type ByteSource, concatBytes, readAll } from '../../foundation/core/index.ts';
import { assertAlgorithmAllowed, signingSchemeOf } from '../../foundation/crypto/index.ts';
import { estimateCmsSize, type SignCmsOptions, signCms } from '../../signatures/cades/index.ts';
import { resolveAppearance } from '../appearance/index.ts';
import { openForSigning } from './open-for-signing.ts';
import type { PreparedPdf, SignPdfOptions } from './options.ts';

/**
 * Signs a PDF as PAdES B-B, or B-T with `tsa` (ETSI EN 319 142-1), and answers the whole new file. The original
 * bytes stay as they are; the signature and its validation data come as one incremental update.
 *
 * PDF_ENCRYPTED (no password opens it), PDF_INVALID (damaged), PDF_UNSUPPORTED, PDF_CHANGES_FORBIDDEN (an earlier
 * signature, or the owner of an encrypted file, forbids it), ARGUMENT_INVALID (field, page, place, keyword, lock),
 * IMAGE_INVALID, FONT_INVALID, GLYPH_MISSING, TEXT_OVERFLOW, QR_INVALID, QR_TOO_LARGE, TIMESTAMP_FAILED, and the codes
 * of the signer.
 * Not checked: whether anybody will trust the certificate, and whether earlier signatures are good.
 */
export async function signPdf(options: SignPdfOptions): Promise<Uint8Array> {
  const prepared = await preparePdf(options);
  const cms = await signPreparedPdf(prepared, options);
  return concatBytes(await readAll(prepared.prepared.source), completePdf(prepared, cms));
}

/** As {@link signPdf}, written to a sink: the original is streamed and never held whole. On failure the sink is aborted. */
export async function signPdfTo(sink: ByteSink, options: SignPdfOptions): Promise<void> {
  try {
    const prepared = await preparePdf(options);
    const cms = await signPreparedPdf(prepared, options);
    await copy(prepared.prepared.source, sink);
    await sink.write(completePdf(prepared, cms));
    await sink.close();
  } catch (error) {
    await sink.abort(error);
    throw error;
  }
}

/** First step of {@link signPdf}: the update with a hole for the value, and the digest to be signed. */
export async function preparePdf(options: SignPdfOptions): Promise<PreparedPdf> {
  const file = await openForSigning(options);
  const signer = await options.signer.info(options.signOptions);
  assertAlgorithmAllowed(signer.algorithm, options.algorithmProfile);
  const contentsSize = estimateCmsSize(signer, {
    profile: 'PAdES',
    certificates: options.certificates ?? [],
    signedAttributes: options.signedAttributes ?? [],
    timestamp: options.tsa !== undefined,
  });
  const appearance = await resolveAppearance(file, options.appearance);
  const { appearance: _, ...rest } = options;
  const described = describeSignature(appearance === undefined ? rest : { ...rest, appearance });
  const prepared = await prepareSignature(file, { ...described, contentsSize });
  const { hash } = signingSchemeOf(signer.algorithm);
  return { prepared, hash, digest: await preparedDigest(prepared, hash), signer };
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
    ...(options.signedAttributes === undefined ? {} : { signedAttributes: options.signedAttributes }),
    ...(options.tsa === undefined ? {} : { tsa: options.tsa }),
    ...(options.random === undefined ? {} : { random: options.random }),
    ...(options.signOptions === undefined ? {} : { signOptions: options.signOptions }),
  };
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

const CHUNK = 1024 * 1024;

async function copy(source: ByteSource, sink: ByteSink): Promise<void> {
  for (let at = 0; at < source.size; at += CHUNK) {
    await sink.write(await source.read(at, Math.min(CHUNK, source.size - at)));
  }
}
