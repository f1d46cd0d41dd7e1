import {
  embedSignature,
  openPdf,
  type PdfFile,
  preparedDigest,
  prepareSignature,
  readFields,
  type SignatureAppearance,
  unusedFieldName,
} from '../../formats/pdf/index.ts';
import {
  concatBytes,
  equalBytes,
  readAll,
  type SignOptions,
  toSource,
  YinxinError,
} from '../../foundation/core/index.ts';
import { assertAlgorithmAllowed, signingSchemeOf } from '../../foundation/crypto/index.ts';
import { describeSignature, preparePdf, type SignPdfOptions, signPreparedPdf } from '../../sign/index.ts';
import {
  assertSealUsable,
  fieldProperty,
  readSeal,
  readSesSignature,
  type Seal,
  sesAttribute,
} from '../../signatures/ses/index.ts';
import type { PreparedSealPdf, SealPdfOptions } from './options.ts';
import { drawSeal, namedStamps } from './places.ts';
import { sesSize, signSes } from './ses-signature.ts';

/**
 * Seals a PDF with an electronic seal (GB/T 38540-2020, or V1) as one incremental update: an SES_Signature over the bytes
 * of the file, and the picture of the seal in true size at all the places, in slices where it rides over page edges.
 * Form `pades` (default) is PAdES B-B (B-T with `tsa`) with the SES_Signature as signed attribute; `ses` has it in
 * /Contents, its token over the SES value. What the seal says is checked first: the signer stands in its list, seal and
 * certificate are in force at `claimedTime`. Whether the maker is authorised is for verifiers to judge.
 *
 * A seal on several places must be the first signature of the file: PDF_CHANGES_FORBIDDEN. SEAL_INVALID,
 * SEAL_SIGNER_NOT_LISTED, SEAL_ANSWER_MISMATCH (a seal platform), SEAL_KEYWORD_NOT_FOUND, IMAGE_INVALID (seals
 * other than PNG and RGB JPEG), ARGUMENT_INVALID, and the codes of signPdf.
 */
export async function sealPdf(options: SealPdfOptions): Promise<Uint8Array> {
  const prepared = await prepareSealPdf(options);
  const value = await signSealPdf(prepared);
  return completeSealPdf(prepared, value);
}

/** First step: everything but the value. Equal input gives an equal digest. */
export async function prepareSealPdf(options: SealPdfOptions): Promise<PreparedSealPdf> {
  const seal = readSeal(options.seal);
  const source = toSource(options.file);
  const file = await openPdf(source, options.limits === undefined ? {} : { limits: options.limits });
  const field =
    options.field ?? (await file.read((document) => unusedFieldName(readFields(document).fields)));
  const propertyInfo = fieldProperty(field);
  const reserve = await sesSize(options, propertyInfo);
  const drawing = await drawSeal(file, seal, options);
  const described = {
    ...signingOptions(options),
    file: source,
    field,
    name: options.name ?? seal.name,
    appearance: drawing.appearance,
    ...(drawing.stamps.length === 0 ? {} : { stamps: namedStamps(drawing, field) }),
  };
  const asked = { propertyInfo, options };
  if (options.form === 'ses') return { ...asked, pdf: await prepareSes(file, described, reserve, options) };
  const signing: SignPdfOptions = {
    ...described,
    signer: await cmsSigner(seal, options),
    // Room for what is made over the digest.
    signedAttributes: [sesAttribute(new Uint8Array(reserve))],
  };
  const pdf = await preparePdf(signing);
  return { ...asked, pdf, pades: { pdf, options: signing } };
}

/** Second step: the SES_Signature over the prepared digest, in form `pades` the CMS with it. Nothing is written. */
export async function signSealPdf(
  prepared: PreparedSealPdf,
  signOptions: SignOptions | undefined = prepared.options.signOptions,
): Promise<Uint8Array> {
  const { pades } = prepared;
  if (pades === undefined) return signSes(prepared, signOptions);
  const signature = await signSes(prepared, sesAct(signOptions));
  await assertSameSigner(signature, pades.options.signer);
  return signPreparedPdf(pades.pdf, {
    ...pades.options,
    signedAttributes: [sesAttribute(signature)],
    ...(signOptions === undefined ? {} : { signOptions }),
  });
}

/** Third step: the finished file. */
export async function completeSealPdf(
  { pdf: { prepared } }: PreparedSealPdf,
  value: Uint8Array,
): Promise<Uint8Array> {
  return concatBytes(await readAll(prepared.source), embedSignature(prepared, value));
}

type DescribedSeal = Omit<SignPdfOptions, 'signer' | 'appearance'> & {
  readonly appearance: SignatureAppearance;
};

/** An SES_Signature has room for the signer's certificate alone: those above it go into the DSS, under the signature. */
function withChain(described: DescribedSeal, chain: readonly Uint8Array[]): DescribedSeal {
  const { validationData = {}, certificates = [] } = described;
  const above = [...(validationData.certificates ?? []), ...certificates];
  for (const certificate of chain.slice(1)) {
    if (!above.some((known) => equalBytes(known, certificate))) above.push(certificate);
  }
  return { ...described, validationData: { ...validationData, certificates: above } };
}

/** /Filter and /SubFilter of the one vendor that is known to write this form. */
const VENDOR = { filter: 'Gomain.GMPkiLite', subFilter: 'GM.sm2seal' } as const;

async function prepareSes(
  file: PdfFile,
  described: DescribedSeal,
  contentsSize: number,
  { signer, sealService, signOptions }: SealPdfOptions,
): Promise<PreparedSealPdf['pdf']> {
  const info = await signer?.info(signOptions);
  // A platform holds SM2 keys: GB/T 38540 knows no others.
  const algorithm = sealService !== undefined || info === undefined ? 'SM2-SM3' : info.algorithm;
  assertAlgorithmAllowed(algorithm, described.algorithmProfile);
  const { hash } = signingSchemeOf(algorithm);
  const what = withChain(described, info?.chain ?? []);
  const prepared = await prepareSignature(file, { ...describeSignature(what), ...VENDOR, contentsSize });
  return { prepared, hash, digest: await preparedDigest(prepared, hash) };
}

async function cmsSigner(seal: Seal, { signer, signOptions, claimedTime }: SealPdfOptions) {
  if (signer === undefined) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'a PAdES seal needs a signer: a platform alone seals in form ses',
    );
  }
  const [certificate] = (await signer.info(signOptions)).chain ?? [];
  if (certificate !== undefined) assertSealUsable(seal, certificate, claimedTime);
  return signer;
}

/** What only the seal knows is left out. */
function signingOptions(options: SealPdfOptions): Omit<SignPdfOptions, 'signer' | 'appearance'> {
  const { seal: _seal, placements: _placements, form: _form, signer: _signer, ...rest } = options;
  const { sealService: _service, sealId: _id, ...signing } = rest;
  return signing;
}

/** The two values of one seal are two acts: a remote signer must not answer the second with the first. */
function sesAct(signOptions: SignOptions | undefined): SignOptions | undefined {
  if (signOptions?.idempotencyKey === undefined) return signOptions;
  return { ...signOptions, idempotencyKey: `${signOptions.idempotencyKey}:ses` };
}

/** A platform must seal with the certificate that signs the CMS around it, or no reader would take both for one. */
async function assertSameSigner(signature: Uint8Array, signer: SignPdfOptions['signer']): Promise<void> {
  const [own] = (await signer.info()).chain ?? [];
  const { signerCertificate } = readSesSignature(signature);
  if (own !== undefined && equalBytes(own, signerCertificate)) return;
  throw new YinxinError(
    'SEAL_ANSWER_MISMATCH',
    'the seal was put on by another than the signer of the file',
    {
      details: { part: 'signer' },
    },
  );
}
