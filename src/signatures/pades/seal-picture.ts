import { readJpeg } from '../../formats/media/index.ts';
import type { DrawnPicture, DrawnSamples } from '../../formats/pdf/index.ts';
import { decodePng } from '../../formats/png/index.ts';
import {
  type Check,
  equalBytes,
  isYinxinError,
  type NotChecked,
  type SubIndication,
} from '../../foundation/core/index.ts';
import { checkRiding, type SealPicture, type StampView } from '../ses/index.ts';
import type { FieldPictures } from './field-pictures.ts';
import { rememberPicture } from './known-pictures.ts';

const CLAUSE = 'GB/T 38540-2020 7.3; ISO 32000-2 12.7.5.5';
/** A picture drawn this much larger or smaller than it was made is told. */
const SIZE_TOLERANCE_MM = 0.5;

/** What the pages show, against the picture in the seal. */
export interface AppearanceFindings {
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
  readonly formatFailure?: SubIndication;
}

/**
 * The pictures that a seal's field and stamps show must be the picture in the seal, to the sample, upright, seen, with
 * nothing drawn over them, and the slices of a riding seal must make whole pictures. Another picture is FORMAT_FAILURE:
 * the page shows another seal than the one it was signed with. What cannot be told leaves the seal undecided.
 */
export function checkAppearance(pictures: FieldPictures, picture: SealPicture): AppearanceFindings {
  if (pictures.unplaced) {
    const detail = 'a widget of the seal stands on no page, or on several: what it shows cannot be told';
    return { ...failure(detail), formatFailure: 'SIG_CONSTRAINTS_FAILURE' };
  }
  const drawn = pictures.drawn.filter(({ shown }) => shown.width > 0 && shown.height > 0);
  if (drawn.length === 0) return { checks: [unseen()], notChecked: [] };
  const comparable = pixelsOf(picture);
  if (comparable === undefined) {
    const detail = `a seal picture of the type ${picture.type.slice(0, 20)} was not compared with what the page shows`;
    return withPlace({ checks: [], notChecked: [{ code: 'SEAL_APPEARANCE', detail }] }, pictures, drawn);
  }
  const problem = drawn.find((one) => one.samples === undefined);
  if (problem !== undefined) {
    const detail = `what page ${problem.page} shows of the seal is not its picture alone: ${problem.problem}`;
    return { ...failure(detail), formatFailure: 'SIG_CONSTRAINTS_FAILURE' };
  }
  const known = new Map<DrawnSamples, boolean>();
  const isSame = (samples: DrawnSamples): boolean => samples.isKnown || comparable(samples);
  const other = drawn.find(({ samples }) => !once(known, samples!, isSame));
  if (other !== undefined) {
    const detail = `the picture on page ${other.page} is not the picture in the seal`;
    return { ...failure(detail), formatFailure: 'FORMAT_FAILURE' };
  }
  for (const samples of known.keys()) rememberPicture(picture, samples);
  const detail = 'the picture on the page is the picture in the seal';
  const same: Check = { code: 'SEAL_APPEARANCE', status: 'passed', detail, clause: CLAUSE };
  // Hidden pictures are compared all the same: readers differ, and paper may show what screens hide.
  const hidden = drawn.every((one) => one.hidden !== undefined) ? [unseen()] : [];
  const checks = [same, ...sizeChecks(drawn, picture), ...hidden];
  return withPlace({ checks, notChecked: [] }, pictures, drawn);
}

/** Slices show one picture: it is compared once. */
function once(
  known: Map<DrawnSamples, boolean>,
  samples: DrawnSamples,
  compare: (samples: DrawnSamples) => boolean,
): boolean {
  const same = known.get(samples) ?? compare(samples);
  known.set(samples, same);
  return same;
}

function withPlace(
  found: AppearanceFindings,
  { pageCount }: FieldPictures,
  drawn: readonly DrawnPicture[],
): AppearanceFindings {
  const checks = [...coveredChecks(drawn), ...checkRiding(drawn.flatMap(viewOf), pageCount)];
  const bad = checks.some(({ status }) => status === 'failed');
  return {
    ...found,
    ...(bad ? { formatFailure: 'SIG_CONSTRAINTS_FAILURE' } : {}),
    checks: [...found.checks, ...checks],
  };
}

function viewOf({ page, pageSize, shown, picture, hidden }: DrawnPicture): StampView[] {
  if (picture === undefined) return [];
  return [{ page, pageSize, picture, shown, ...(hidden === undefined ? {} : { hidden }) }];
}

function coveredChecks(drawn: readonly DrawnPicture[]): Check[] {
  const covered = drawn.find((one) => one.covered);
  if (covered === undefined) return [];
  const detail = `something else is drawn over the seal on page ${covered.page}`;
  return [{ code: 'SEAL_COVERED', status: 'failed', detail, clause: CLAUSE }];
}

function sizeChecks(drawn: readonly DrawnPicture[], { widthMm, heightMm }: SealPicture): Check[] {
  const odd = drawn.find(
    ({ picture }) =>
      Math.abs(picture!.width - widthMm) > SIZE_TOLERANCE_MM ||
      Math.abs(picture!.height - heightMm) > SIZE_TOLERANCE_MM,
  );
  if (odd === undefined) return [];
  const detail = `the seal on page ${odd.page} is not drawn in its true size of ${widthMm} × ${heightMm} mm`;
  return [{ code: 'SEAL_STAMP_SCALED', status: 'warning', detail, clause: CLAUSE }];
}

function unseen(): Check {
  const detail = 'no page shows the seal';
  return { code: 'SEAL_NOT_SHOWN', status: 'warning', detail, clause: CLAUSE };
}

function failure(detail: string): AppearanceFindings {
  return { checks: [{ code: 'SEAL_APPEARANCE', status: 'failed', detail, clause: CLAUSE }], notChecked: [] };
}

/** Compares samples with the picture of the seal; undefined for kinds of pictures that nobody here can decode. */
function pixelsOf(picture: SealPicture): ((samples: DrawnSamples) => boolean) | undefined {
  switch (picture.type.toUpperCase()) {
    case 'PNG':
      return pngComparison(picture.data);
    case 'JPG':
    case 'JPEG':
      return (samples) => isJpegItself(samples, picture.data);
    default:
      return undefined;
  }
}

/** The file of the seal, drawn as large as it is and without a mask: what others would see differs from it in nothing. */
function isJpegItself({ kind, data, alpha, width, height }: DrawnSamples, jpeg: Uint8Array): boolean {
  if (kind !== 'jpeg' || alpha !== undefined || !equalBytes(data, jpeg)) return false;
  const own = reading(() => readJpeg(jpeg));
  return own?.width === width && own.height === height;
}

function pngComparison(bytes: Uint8Array): (samples: DrawnSamples) => boolean {
  return (samples) => {
    const pixels = reading(() => decodePng(bytes));
    return (
      pixels !== undefined &&
      samples.kind === 'raw' &&
      samples.width === pixels.width &&
      samples.height === pixels.height &&
      (samples.alpha === undefined
        ? sameOverWhite(pixels.data, samples.data)
        : sameWithAlpha(pixels.data, samples))
    );
  };
}

/** A picture that nobody can draw is on no page. */
function reading<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

function sameWithAlpha(rgba: Uint8Array, { data, alpha }: DrawnSamples): boolean {
  for (let i = 0, at = 0; at < rgba.length; i++, at += 4) {
    if (alpha![i] !== rgba[at + 3]) return false;
    for (let c = 0; c < 3; c++) if (data[3 * i + c] !== rgba[at + c]) return false;
  }
  return true;
}

/** A file that may not be transparent (PDF/A-1) shows the picture over white. */
function sameOverWhite(rgba: Uint8Array, rgb: Uint8Array): boolean {
  for (let i = 0, at = 0; at < rgba.length; i++, at += 4) {
    const a = rgba[at + 3]!;
    for (let c = 0; c < 3; c++) {
      if (rgb[3 * i + c] !== Math.round((rgba[at + c]! * a + 255 * (255 - a)) / 255)) return false;
    }
  }
  return true;
}
