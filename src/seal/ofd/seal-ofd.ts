import { readPageText } from '../../formats/ofd/index.ts';
import { der, readSequence } from '../../foundation/asn1/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import {
  assertAlgorithmAllowed,
  digest,
  type SigningScheme,
  signingSchemeOf,
} from '../../foundation/crypto/index.ts';
import { obtainTimestamp } from '../../foundation/pki/index.ts';
import { completeOfd, type OpenedOfd, oidOf, openForSigning, prepareOfd } from '../../sign/index.ts';
import { signerCertificate } from '../../signatures/cades/index.ts';
import {
  assertSealUsable,
  makeSesSignature,
  readSeal,
  type Seal,
  type SesSignature,
} from '../../signatures/ses/index.ts';
import { type PlacedSeal, resolvePlacements, type SizeMm } from '../place/index.ts';
import { acceptSesSignature } from '../service/index.ts';
import { assertNothingCovered } from './covered.ts';
import { findText } from './find-text.ts';
import type { PreparedSealOfd, SealOfdOptions } from './options.ts';
import { pageSizes } from './pages.ts';

/**
 * Seals an OFD (电子签章, GB/T 38540-2020, GB/T 33190-2016 clause 18) and answers the whole new file: one signature, over
 * the SM3 digest of every file, with its picture at all the places, in slices where it rides over page edges. Entries
 * of the original keep their compressed bytes; earlier signatures stay valid. With `mode: 'whole'` nothing can be
 * signed afterwards.
 *
 * Before anything is signed: the package is sound and may be signed (OFD_INVALID, OFD_ENCRYPTED,
 * OFD_CHANGES_FORBIDDEN, ZIP_INVALID, XML_INVALID, LIMIT_EXCEEDED), the places exist and hide no earlier seal
 * (ARGUMENT_INVALID, SEAL_KEYWORD_NOT_FOUND), the seal is readable, in force at `claimedTime` and lists
 * the signer (SEAL_INVALID, SEAL_SIGNER_NOT_LISTED). What a platform answers is verified before it is embedded
 * (SEAL_ANSWER_MISMATCH, SIGNATURE_SELF_CHECK_FAILED). TIMESTAMP_FAILED, and the codes of the signer. Not checked:
 * whether the maker of the seal is authorised, revocation, and whether earlier signatures are good.
 */
export async function sealOfd(options: SealOfdOptions): Promise<Uint8Array> {
  const prepared = await prepareSealOfd(options);
  const value = await signSealOfd(prepared, options);
  // What a signer made here was verified as it was made; what a platform made was accepted.
  return completeOfd(prepared.ofd, value);
}

/** First step of {@link sealOfd}: everything but the SES_Signature. Equal input gives equal digests. */
export async function prepareSealOfd(options: SealOfdOptions): Promise<PreparedSealOfd> {
  const opened = await openForSigning(options);
  assertNameable(opened.folder);
  const seal = readSeal(options.seal);
  const scheme = await schemeFor(seal, options);
  const placed = await place(opened, seal, options);
  assertNothingCovered(placed, opened);
  const ofd = await prepareOfd(
    opened,
    {
      type: 'Seal',
      signatureMethod: oidOf(scheme),
      stamps: placed.map(({ page, box, clip }) => ({
        page: page - 1,
        boundary: box,
        ...(clip === undefined ? {} : { clip }),
      })),
      ...(options.sealFile === false ? {} : { sealFile: seal.raw }),
    },
    options,
  );
  return {
    ofd,
    seal,
    dataHash: digest(scheme.hash, ofd.signatureFile),
    propertyInfo: `/${ofd.signatureName}`,
    claimedTime: options.claimedTime,
    placed,
  };
}

/** Second step: the SES_Signature (DER), made by the signer or asked from the platform and accepted. */
export async function signSealOfd(prepared: PreparedSealOfd, options: SealOfdOptions): Promise<Uint8Array> {
  const { dataHash, propertyInfo, seal } = prepared;
  const { tsa, random, algorithmProfile, signOptions } = options;
  if ('signer' in options) {
    return makeSesSignature({
      signer: options.signer,
      seal: seal.raw,
      time: prepared.claimedTime,
      propertyInfo,
      dataHash,
      ...(tsa === undefined ? {} : { tsa }),
      ...(random === undefined ? {} : { random }),
      ...(algorithmProfile === undefined ? {} : { algorithmProfile }),
      ...(signOptions === undefined ? {} : { signOptions }),
    });
  }
  const sealId = options.sealId ?? seal.id;
  const answer = await options.sealService.seal({ sealId, dataHash, propertyInfo }, signOptions);
  return withTimestamp(await accepted(answer, prepared), options);
}

/**
 * Third step: the finished file. The value is accepted only if it is the SES_Signature that was prepared for:
 * SIGNATURE_SELF_CHECK_FAILED, SEAL_INVALID, SEAL_SIGNER_NOT_LISTED, DER_INVALID.
 */
export async function completeSealOfd(prepared: PreparedSealOfd, value: Uint8Array): Promise<Uint8Array> {
  await accepted(value, prepared);
  return completeOfd(prepared.ofd, value);
}

function accepted(value: Uint8Array, prepared: PreparedSealOfd): Promise<SesSignature> {
  const { dataHash, propertyInfo, seal, claimedTime } = prepared;
  return acceptSesSignature(value, { seal: seal.raw, dataHash, propertyInfo, time: claimedTime });
}

/** Property information is an IA5String: it cannot say a path in another script. */
function assertNameable(folder: string): void {
  if (/^[\x20-\x7e]*$/.test(folder)) return;
  throw new YinxinError(
    'OFD_INVALID',
    'the OFD cannot be sealed: its signatures stand in a folder whose name is not ASCII',
  );
}

/** Who seals is looked at before anybody signs. A platform holds SM2 keys: GB/T 38540 knows no others. */
async function schemeFor(seal: Seal, options: SealOfdOptions): Promise<SigningScheme> {
  if (seal.structure === 'V1' && options.tsa !== undefined) {
    throw new YinxinError('ARGUMENT_INVALID', 'a V1 signature has no place for a timestamp: use a V4 seal');
  }
  if (!('signer' in options)) return signingSchemeOf('SM2-SM3');
  const info = await options.signer.info(options.signOptions);
  assertAlgorithmAllowed(info.algorithm, options.algorithmProfile);
  const certificate = signerCertificate(info, options.claimedTime);
  assertSealUsable(seal, certificate.raw, options.claimedTime);
  return signingSchemeOf(info.algorithm);
}

async function place(
  { ofd, document }: OpenedOfd,
  seal: Seal,
  { placements }: SealOfdOptions,
): Promise<readonly PlacedSeal[]> {
  const pages: readonly SizeMm[] = await pageSizes(ofd, document);
  return resolvePlacements(placements, {
    pages,
    seal: { width: seal.picture.widthMm, height: seal.picture.heightMm },
    findText: async (text, page) =>
      findText(await readPageText(ofd, document, document.pages[page - 1]!), text),
  });
}

/** The token of our own authority, where the platform asked none: it stands outside what was signed. */
async function withTimestamp(
  signature: SesSignature,
  { tsa, random, signOptions }: SealOfdOptions,
): Promise<Uint8Array> {
  if (tsa === undefined || signature.timestamp !== undefined) return signature.raw;
  const token = await obtainTimestamp(tsa, 'sm3', digest('sm3', signature.signature), {
    ...(random === undefined ? {} : { random }),
    ...(signOptions === undefined ? {} : { signOptions }),
  });
  const parts = readSequence(signature.raw)
    .rest()
    .map(({ raw }) => raw);
  return der.sequence(...parts, der.explicit(0, der.bitString(token)));
}
