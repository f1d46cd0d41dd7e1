import type { FontChain, FontInput } from '../../formats/font/index.ts';
import type { FacePhoto } from './photo.ts';
import type { FaceTemplate } from './template.ts';

export interface RenderFaceOptions {
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
}
