import { FontChain, type FontInput, loadFontChain } from '../../formats/font/index.ts';
import { openPdf, pages, seenBox } from '../../formats/pdf/index.ts';
import {
  type Clock,
  type SignOptions,
  sourceFromBytes,
  toHex,
  YinxinError,
} from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { Report } from '../../foundation/validation/index.ts';
import { type LicenseParts, readLicensePdf } from '../file/index.ts';
import type { SealContext, SealStep } from '../issue/index.ts';
import { metadataOfFields, readMetadataXml } from '../metadata/index.ts';
import { type AnnotatedCopy, assertCopy } from './copy-record.ts';
import { writeCopy } from './write-copy.ts';

/** What {@link annotateLicense} needs. */
export interface AnnotateLicenseOptions {
  /** The original license, a PDF. */
  readonly original: Uint8Array;
  /**
   * Judges the original, as a port: `(file) => verify(file, { at, trust, statusLists, … })`. A copy is made of a license
   * that is `usable` and of nothing else.
   */
  readonly verifyFile: (file: Uint8Array) => Promise<Report>;
  /** 用证事由: at most 200 characters, never a resident identity number. */
  readonly purpose: string;
  /** Who may use the copy. */
  readonly requester: string;
  /** When the copy ends; whole seconds. */
  readonly expiresAt: Date;
  /** Who makes and seals it. */
  readonly maker: string;
  /** USCC of the maker: that of the certificate behind the seal. */
  readonly makerCode?: string;
  /** Of the watermark: files in order of preference, or a chain loaded once. */
  readonly fonts: FontChain | readonly FontInput[];
  /** Seals the copy: `pdfSeal` with the maker's own seal. */
  readonly seal: SealStep;
  /** Page from 0, millimetres from the top left corner. Unset: on the last page, 50 mm off its lower right corner. */
  readonly sealPlace?: { readonly page: number; readonly x: number; readonly y: number };
  readonly clock: Clock;
  readonly sign?: SignOptions;
}

/** Room that a seal of 42 mm and its margin take. */
const SEAL_ROOM_MM = 50;

/**
 * Makes an annotated copy (加注件) of a license: a new PDF that shows its pages, says on each across it for what, for whom
 * and until when it may be used, and is sealed by its maker. The original is named by identifier, digest and its signed
 * code; its file, metadata and seals do not come along. `verify` judges it as a copy, never as `usable`.
 *
 * @throws LICENSE_INVALID when the original is no license, or not usable; ARGUMENT_INVALID (texts, an end that has passed);
 * GLYPH_MISSING, PDF_ENCRYPTED, PDF_UNSUPPORTED, LIMIT_EXCEEDED, and what seal and signer throw. Whether the requester may
 * have it is decided before (`enforceSharing`).
 */
export async function annotateLicense(options: AnnotateLicenseOptions): Promise<Uint8Array> {
  const { original, seal, sign } = options;
  const copy = await describeCopy(options);
  assertCopy(copy);
  await assertUsable(options, copy);
  const chain = options.fonts instanceof FontChain ? options.fonts : loadFontChain(options.fonts);
  const file = await openPdf(sourceFromBytes(original));
  const unsealed = await file.read((document) => writeCopy(document, copy, chain));
  const box = await sealBox(unsealed, options);
  const prepared = await seal.prepare(unsealed, { box, at: copy.madeAt });
  const value = await seal.sign(prepared, sign ?? {});
  return seal.embed(prepared, value);
}

async function describeCopy(options: AnnotateLicenseOptions): Promise<AnnotatedCopy> {
  const { original, purpose, requester, maker, makerCode, clock, expiresAt } = options;
  const parts = await readLicensePdf(sourceFromBytes(original));
  if (parts?.qrText === undefined) throw notALicense('it has no metadata, or no code that could be read');
  return {
    identifier: identifierOf(parts),
    originalDigest: toHex(digest('sha256', original)),
    code: parts.qrText,
    purpose,
    requester,
    maker,
    ...(makerCode === undefined ? {} : { makerCode }),
    madeAt: wholeSeconds(clock.now()),
    expiresAt: wholeSeconds(expiresAt),
  };
}

function identifierOf({ metadataXml }: LicenseParts): string {
  return metadataOfFields(readMetadataXml(metadataXml).fields).identifier;
}

async function assertUsable(
  { original, verifyFile }: AnnotateLicenseOptions,
  copy: AnnotatedCopy,
): Promise<void> {
  const { input, license } = await verifyFile(original);
  const judged = input.sha256 === copy.originalDigest && license?.identifier === copy.identifier;
  if (!judged || license.conclusion !== 'usable') throw notALicense('it is not usable by the report on it');
}

/** The page's size as the reader sees it. */
async function sealBox(pdf: Uint8Array, { sealPlace }: AnnotateLicenseOptions): Promise<SealContext['box']> {
  const size = { width: SEAL_ROOM_MM, height: SEAL_ROOM_MM };
  if (sealPlace !== undefined) return { ...sealPlace, ...size };
  const file = await openPdf(sourceFromBytes(pdf));
  return file.read((document) => {
    const last = [...pages(document)].at(-1)!;
    const { width, height } = seenBox(last, last.visibleBox);
    return { page: last.index, x: width - SEAL_ROOM_MM, y: height - SEAL_ROOM_MM - 5, ...size };
  });
}

function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}

function notALicense(why: string): YinxinError {
  return new YinxinError('LICENSE_INVALID', `no annotated copy is made of this file: ${why}`);
}
