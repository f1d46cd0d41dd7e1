import { openPdf, readSignatures } from '../../formats/pdf/index.ts';
import { readDerPrefix } from '../../foundation/asn1/index.ts';
import { parseSignedData, singleValue } from '../../foundation/cms/index.ts';
import {
  assertWithin,
  type ByteSource,
  DEFAULT_LIMITS,
  type FileInput,
  indexOfBytes,
  isYinxinError,
  type Limits,
  toSource,
  utf8,
  YinxinError,
} from '../../foundation/core/index.ts';
import { sealsOfOfd } from '../../signatures/ofd/index.ts';
import {
  ID_AA_ELECTRONIC_SEAL,
  ID_AA_SES_SIGNATURE,
  readSeal,
  readSesSignature,
} from '../../signatures/ses/index.ts';
import { describeSeal, type SealDescription } from './describe-seal.ts';

/** A seal taken out of a file. */
export interface ExtractedSeal extends SealDescription {
  /** The seal itself: DER of the SESeal, as it stands in the file; for `verifySeal`. */
  readonly der: Uint8Array;
  /** Its picture, as it stands in the seal. */
  readonly image: Uint8Array;
  /** Signature.xml in an OFD, name of the field in a PDF; absent in a file that is a seal or a signature itself. */
  readonly place?: string;
}

/** Options of {@link extractSeals}. */
export interface ExtractSealsOptions {
  /** Of an encrypted PDF. */
  readonly password?: string;
  readonly limits?: Limits;
}

/** Files that are a seal or an SES signature: one picture of 8 MiB, and certificates. */
const MAX_BARE_BYTES = 32 * 1024 * 1024;

/**
 * The seals (电子印章) in an OFD or a PDF, in the order of its signatures, with picture, name, type, maker and validity; of
 * a bare SESeal or SES_Signature the one in it. In a PDF: seals that a CMS signs as attribute, and SES signatures in
 * /Contents. Nothing is verified: give the file to `verify`, or a seal to `verifySeal`.
 *
 * FORMAT_UNKNOWN for other files, SEAL_INVALID and DER_INVALID for a bare seal that is none; ZIP_INVALID, XML_INVALID,
 * OFD_INVALID, PDF_INVALID, PDF_ENCRYPTED, LIMIT_EXCEEDED, IO_FAILED.
 */
export async function extractSeals(
  file: FileInput,
  options: ExtractSealsOptions = {},
): Promise<ExtractedSeal[]> {
  const source = toSource(file);
  const head = await source.read(0, Math.min(1100, source.size));
  if (indexOfBytes(head, utf8('PK')) === 0) {
    const seals = await sealsOfOfd(source, options.limits);
    return seals.map(({ seal, signature }) => extracted(seal, signature));
  }
  if (indexOfBytes(head, utf8('%PDF-')) !== -1) return sealsOfPdf(source, options);
  if (head[0] !== 0x30 || source.size > MAX_BARE_BYTES) {
    throw new YinxinError('FORMAT_UNKNOWN', 'seals are taken from OFD, PDF, SESeal and SES_Signature files');
  }
  return [extracted(sealIn(await source.read(0, source.size)))];
}

async function sealsOfPdf(source: ByteSource, options: ExtractSealsOptions): Promise<ExtractedSeal[]> {
  const limits = options.limits ?? DEFAULT_LIMITS;
  const { password } = options;
  const pdf = await openPdf(source, { limits, ...(password === undefined ? {} : { password }) });
  const { signatures } = await pdf.read((document) => readSignatures(document));
  assertWithin('signatures', signatures.length, limits);
  return signatures.flatMap(({ contents, fieldName }) => {
    const seal = sealOfContents(contents);
    return seal === undefined ? [] : [extracted(seal, fieldName)];
  });
}

/** The seal of one signature dictionary, if there is one that can be read. */
function sealOfContents(contents: Uint8Array): Uint8Array | undefined {
  try {
    const value = readDerPrefix(contents).raw;
    return sealOfCms(value) ?? sealIn(value);
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

function sealOfCms(value: Uint8Array): Uint8Array | undefined {
  try {
    const [signer] = parseSignedData(value).signerInfos;
    for (const oid of [ID_AA_SES_SIGNATURE, ID_AA_ELECTRONIC_SEAL]) {
      const attribute = singleValue(signer?.signedAttributes?.list ?? [], oid);
      if (typeof attribute !== 'string') return sealIn(attribute.raw);
    }
    return undefined;
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

/** The seal that these bytes are, or that the signature in them is made with. SEAL_INVALID, DER_INVALID. */
function sealIn(bytes: Uint8Array): Uint8Array {
  try {
    return readSesSignature(bytes).seal.raw;
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return readSeal(bytes).raw;
  }
}

function extracted(der: Uint8Array, place?: string): ExtractedSeal {
  const seal = readSeal(der);
  return {
    ...describeSeal(seal),
    // Copies: a seal must not keep the whole file alive.
    der: der.slice(),
    image: seal.picture.data.slice(),
    ...(place === undefined ? {} : { place }),
  };
}
