import type { FontChain, FontInput } from '../../formats/font/index.ts';
import type { FacePhoto } from './photo.ts';
import type { FaceBox, FaceCopy, FaceLanguage, FaceTemplate } from './template.ts';

/** What a face is written as. */
export type FaceFormat = 'pdf' | 'ofd';

/** Options of {@link renderLicense}. */
export interface RenderLicenseOptions {
  /** PDF/A-3b, or OFD (GB/T 33190-2016). */
  readonly format: FaceFormat;
  readonly template: FaceTemplate;
  /** Metadata values by key; keys without a place on the face are left out. */
  readonly fields: Readonly<Record<string, string>>;
  /** Modules of the QR code without quiet zone. */
  readonly qr: readonly (readonly boolean[])[];
  /** Attached as metadata.xml (GB/T 36905). */
  readonly metadataXml: Uint8Array;
  /** Font files in order of preference, or a chain loaded once for many faces. */
  readonly fonts: readonly FontInput[] | FontChain;
  /** Creation date of the document. */
  readonly at: Date;
  readonly photo?: FacePhoto;
  /** 正本 or 副本. Default `original`. */
  readonly copy?: FaceCopy;
  /** Of the labels. Default `zh`. */
  readonly language?: FaceLanguage;
}

/** A face ready to be sealed. */
export interface RenderedLicense {
  readonly format: FaceFormat;
  readonly file: Uint8Array;
  readonly pages: number;
  /** Where the seal goes: page from 0, millimetres from the top left corner. */
  readonly sealBox: FaceBox & { readonly page: number };
}
