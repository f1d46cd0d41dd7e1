import { concatBytes, equalBytes, readAll, YinxinError } from '../../foundation/core/index.ts';
import {
  completePdf,
  type PreparedPdf,
  preparePdf,
  type SignPdfOptions,
  signPreparedPdf,
} from '../../sign/index.ts';
import { parseSeal, type Seal, sealAttribute } from '../../signatures/ses/index.ts';
import { sealPicture } from './seal-picture.ts';

/** Where the seal stands: the visible page in millimetres, from its top left corner to the seal’s own. */
export interface SealPlace {
  /** 1 is the first page. */
  readonly page?: number;
  readonly x: number;
  readonly y: number;
}

/** Options of {@link sealPdf}. The signer is the one whose certificate stands in the seal. */
export interface SealPdfOptions extends Omit<SignPdfOptions, 'appearance' | 'signedAttributes'> {
  /** The electronic seal (电子印章): DER of an SESeal (GB/T 38540). */
  readonly seal: Uint8Array;
  readonly place: SealPlace;
}

/** A sealed PDF but for the value of its signature. */
export interface PreparedSealPdf {
  readonly pdf: PreparedPdf;
  readonly options: SignPdfOptions;
}

/**
 * Seals a PDF: PAdES B-B (B-T with `tsa`) by the holder of the seal, with the seal as signed attribute and its
 * picture in true size on the page, as one incremental update. What the seal says is checked first: the signer
 * stands in its list and it is in force at `claimedTime`. Whether the maker is authorised is for verifiers to judge.
 *
 * SEAL_INVALID, SEAL_SIGNER_NOT_LISTED, IMAGE_INVALID, and the codes of signPdf.
 */
export async function sealPdf(options: SealPdfOptions): Promise<Uint8Array> {
  const prepared = await prepareSealPdf(options);
  const value = await signSealPdf(prepared);
  return completeSealPdf(prepared, value);
}

/** First step: everything but the value. Equal input gives an equal digest. */
export async function prepareSealPdf(options: SealPdfOptions): Promise<PreparedSealPdf> {
  const seal = parseSeal(options.seal);
  const info = await options.signer.info(options.signOptions);
  assertUsable(seal, info.chain?.[0], options.claimedTime);
  const { seal: raw, place, ...rest } = options;
  const signing: SignPdfOptions = {
    ...rest,
    name: options.name ?? seal.name,
    signedAttributes: [sealAttribute(raw)],
    appearance: {
      image: sealPicture(seal),
      page: place.page ?? 1,
      place: {
        corner: 'top-left',
        x: place.x,
        y: place.y,
        width: seal.picture.widthMm,
        height: seal.picture.heightMm,
      },
    },
  };
  return { pdf: await preparePdf(signing), options: signing };
}

/** Second step: the CMS over the prepared digest. */
export function signSealPdf(prepared: PreparedSealPdf): Promise<Uint8Array> {
  return signPreparedPdf(prepared.pdf, prepared.options);
}

/** Third step: the finished file. */
export async function completeSealPdf(prepared: PreparedSealPdf, value: Uint8Array): Promise<Uint8Array> {
  const original = await readAll(prepared.pdf.prepared.source);
  return concatBytes(original, completePdf(prepared.pdf, value));
}

function assertUsable(seal: Seal, certificate: Uint8Array | undefined, at: Date): void {
  if (certificate === undefined) {
    throw new YinxinError(
      'KEY_WITHOUT_CERTIFICATE',
      'the signer gives no certificate: a seal names the certificates that may use it',
    );
  }
  if (!seal.certificates.some((listed) => equalBytes(listed, certificate))) {
    throw new YinxinError(
      'SEAL_SIGNER_NOT_LISTED',
      'the signer’s certificate is not in the seal: have the seal made anew for it',
    );
  }
  if (at < seal.validFrom || at > seal.validTo) {
    throw new YinxinError('SEAL_INVALID', 'the seal is not in force at the signing time', {
      details: { validFrom: seal.validFrom, validTo: seal.validTo },
    });
  }
}
