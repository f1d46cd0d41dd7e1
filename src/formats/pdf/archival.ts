import { isYinxinError, latin1 } from '../../foundation/core/index.ts';
import type { PdfDocument } from './document.ts';
import { countOf, nameOf, PdfStream } from './object.ts';

/** What an appearance may use so that a file that claims to be PDF/A stays one. */
export interface ArchivalRules {
  /** Parts 2 and 3 permit transparency where an output intent says how it is blended (ISO 19005-3, 6.2.10). */
  readonly transparency: boolean;
  /** DeviceRGB and DeviceGray stand without default colour spaces (6.2.4.3). */
  readonly deviceColours: boolean;
}

const FREE: ArchivalRules = { transparency: true, deviceColours: true };
const MAX_METADATA = 4 * 1024 * 1024;

/** The rules of the part of ISO 19005 that the metadata of the document claims; none where it claims nothing. */
export function archivalRules(document: PdfDocument): ArchivalRules {
  const part = claimedPart(document);
  if (part === undefined) return FREE;
  const profiles = (document.array(document.catalog().get('OutputIntents')) ?? [])
    .map((item) => document.dict(item))
    .filter((intent) => nameOf(document.resolve(intent?.get('S'))) === 'GTS_PDFA1')
    .map((intent) => document.dict(intent?.get('DestOutputProfile')));
  const isRgb = profiles.some((profile) => countOf(document.resolve(profile?.get('N'))) === 3);
  return { transparency: part !== 1 && profiles.length > 0, deviceColours: isRgb };
}

function claimedPart(document: PdfDocument): number | undefined {
  const metadata = document.resolve(document.catalog().get('Metadata'));
  if (!(metadata instanceof PdfStream)) return undefined;
  try {
    const text = latin1(document.view().streamData(metadata, MAX_METADATA)).replaceAll('\0', '');
    const part = /pdfaid:part\s*(?:=\s*["']|>)\s*(\d)/.exec(text)?.[1];
    return part === undefined ? undefined : Number(part);
  } catch (error) {
    // Metadata that cannot be read claims nothing.
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}
