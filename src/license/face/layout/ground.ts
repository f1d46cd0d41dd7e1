import type { FaceSheet } from '../sheet.ts';
import type { FaceField, FaceFrame, FaceRule } from '../template.ts';
import type { DrawnPath } from './drawing.ts';
import { frameArt, rectangle } from './frame-art.ts';

const UNDERLINE_COLOR = '#b9a27a';
const LINE_MM = 0.15;

interface Grounds {
  readonly first: readonly DrawnPath[];
  readonly continuation: readonly DrawnPath[];
}

const GROUNDS = new WeakMap<FaceSheet, Grounds>();

/** What lies under the text of every license of a sheet: the same objects each time. */
export function groundsOf(sheet: FaceSheet): Grounds {
  const known = GROUNDS.get(sheet) ?? makeGrounds(sheet);
  GROUNDS.set(sheet, known);
  return known;
}

function makeGrounds(sheet: FaceSheet): Grounds {
  const { continuation } = sheet;
  const later = continuation?.frame === undefined ? sheet.frame : (continuation.frame ?? undefined);
  return {
    first: groundOf(sheet.page, sheet.frame, sheet.rules, sheet.fields),
    continuation: groundOf(sheet.page, later, continuation?.rules ?? [], continuation?.fields ?? []),
  };
}

function groundOf(
  page: FaceSheet['page'],
  frame: FaceFrame | undefined,
  rules: readonly FaceRule[],
  fields: readonly FaceField[],
): readonly DrawnPath[] {
  return [
    ...(frame === undefined ? [] : frameArt(page, frame)),
    ...rules.map(rulePath),
    ...fields.filter(({ underline }) => underline === true).map(underlinePath),
  ];
}

function rulePath({ box, width = LINE_MM, color = '#000000', fill }: FaceRule): DrawnPath {
  const { x, y } = box;
  const flat = box.width === 0 || box.height === 0;
  return {
    steps: flat
      ? [
          ['M', x, y],
          ['L', x + box.width, y + box.height],
        ]
      : rectangle(x, y, box.width, box.height),
    ...(fill === undefined || flat ? {} : { fill }),
    ...(width === 0 ? {} : { stroke: { color, width } }),
  };
}

function underlinePath({ box, underlineColor }: FaceField): DrawnPath {
  const bottom = box.y + box.height;
  return {
    steps: [
      ['M', box.x, bottom],
      ['L', box.x + box.width, bottom],
    ],
    stroke: { color: underlineColor ?? UNDERLINE_COLOR, width: LINE_MM },
  };
}
