import { canonicalJsonBytes, type JsonValue, utf8 } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import {
  type FaceCopy,
  type FaceFormat,
  type FaceLanguage,
  type FacePhoto,
  type FaceTemplate,
  type RenderLicenseOptions,
  renderLicense,
  sheetOf,
} from '../face/index.ts';
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

/** A face as it is handed to the seal. */
export interface DrawnFace {
  readonly file: Uint8Array;
  readonly sealBox: SealContext['box'];
}

/** Draws the face of one kind of license, as a port. Same input, same bytes. */
export interface LicenseFace {
  /** Keys that the face shows: they go into the signed metadata. */
  readonly fields: readonly string[];
  /** Digest of template, format and photo: another face is another job. */
  readonly digest: Uint8Array;
  render(input: FaceInput): Promise<DrawnFace> | DrawnFace;
}

/** What stays the same for every license of one kind. */
export interface FaceSettings {
  readonly template: FaceTemplate;
  readonly fonts: RenderLicenseOptions['fonts'];
  readonly photo?: FacePhoto;
  /** 正本 or 副本. Default `original`. */
  readonly copy?: FaceCopy;
  /** Of the labels. Default `zh`. */
  readonly language?: FaceLanguage;
}

/** A {@link LicenseFace} on PDF, from a template and fonts. Seal it with `pdfSeal`. */
export function pdfFace(settings: FaceSettings): LicenseFace {
  return faceIn('pdf', settings);
}

/** A {@link LicenseFace} on OFD, from the same template and fonts. Seal it with `ofdSeal`. */
export function ofdFace(settings: FaceSettings): LicenseFace {
  return faceIn('ofd', settings);
}

function faceIn(format: FaceFormat, settings: FaceSettings): LicenseFace {
  const { template, copy = 'original' } = settings;
  return {
    fields: [...new Set(sheetOf(template, copy).fields.map(({ key }) => key))],
    digest: digestOf(format, settings),
    render: (input) => renderLicense({ ...input, ...settings, format }),
  };
}

/** Settings at their defaults leave the digest what it was: jobs that were begun go on. */
function digestOf(format: FaceFormat, { template, photo, copy, language }: FaceSettings): Uint8Array {
  const json = canonicalJsonBytes(JSON.parse(JSON.stringify(template)) as JsonValue);
  const other = [
    ...(format === 'pdf' ? [] : [format]),
    ...(copy === undefined || copy === 'original' ? [] : [copy]),
    ...(language === undefined || language === 'zh' ? [] : [language]),
  ];
  return digest(
    'sha256',
    json,
    photo === undefined ? new Uint8Array(0) : digest('sha256', photo.jpeg),
    utf8(other.map((setting) => `|${setting}`).join('')),
  );
}
