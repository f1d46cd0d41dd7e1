import { canonicalJsonBytes, type JsonValue } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { type FacePhoto, type FaceTemplate, type RenderFaceOptions, renderFace } from '../face/index.ts';
import type { SealContext } from './seal-step.ts';

/** What is drawn. */
export interface FaceInput {
  /** Values by metadata key; dates as YYYYMMDD. */
  readonly fields: Readonly<Record<string, string>>;
  /** Modules of the QR code. */
  readonly qr: readonly (readonly boolean[])[];
  readonly metadataXml: Uint8Array;
  readonly at: Date;
}

/** Draws the face of one kind of license, as a port: PDF now, OFD beside it later. Same input, same bytes. */
export interface LicenseFace {
  /** Keys that the face shows: they go into the signed metadata. */
  readonly fields: readonly string[];
  /** Digest of template and photo: another face is another job. */
  readonly digest: Uint8Array;
  render(input: FaceInput): Promise<{ readonly pdf: Uint8Array; readonly sealBox: SealContext['box'] }>;
}

/** A {@link LicenseFace} on PDF, from a template and fonts. */
export function pdfFace(options: {
  readonly template: FaceTemplate;
  readonly fonts: RenderFaceOptions['fonts'];
  readonly photo?: FacePhoto;
}): LicenseFace {
  const { template, fonts, photo } = options;
  const template_ = canonicalJsonBytes(JSON.parse(JSON.stringify(template)) as JsonValue);
  return {
    fields: [...new Set(template.fields.map(({ key }) => key))],
    digest: digest(
      'sha256',
      template_,
      photo === undefined ? new Uint8Array(0) : digest('sha256', photo.jpeg),
    ),
    render: (input) => renderFace({ ...input, template, fonts, ...(photo === undefined ? {} : { photo }) }),
  };
}
