import type { Check } from '../../foundation/validation/index.ts';
import { OPEN_END } from '../issue/index.ts';
import type { FieldValue, TreeField } from '../merkle/index.ts';
import { textOf } from '../metadata/index.ts';
import { licenseCheck } from './license-block.ts';

/** What every face shows, for metadata that does not name its face fields. */
const USUAL_FACE = ['ZZBH', 'CZZT', 'ZZBFJG'];

/**
 * Compares the metadata with the text of the page: each field that the face shows must stand in it, white space
 * aside (lines wrap). With text by field each field must show exactly its value. Text is compared as it is, never
 * normalised. What glyphs the text is drawn with is not seen here.
 */
export function visibleFieldChecks(
  fields: readonly TreeField[],
  page: string | undefined,
  byField: Readonly<Record<string, string>> = {},
): Check[] {
  if (page === undefined)
    return [licenseCheck('VISIBLE_FIELDS', 'not-run', 'the text of the page was not extracted')];
  const values = new Map(fields.map(({ key, value }) => [key, value]));
  const shown = faceFieldsOf(values);
  const text = squeeze(page);
  const missing = shown.filter((key) => !isShown(key, values.get(key), text, byField[key]));
  if (missing.length === 0) {
    return [
      licenseCheck('VISIBLE_FIELDS', 'passed', `${shown.length} fields of the face agree with the metadata`),
    ];
  }
  return missing.map((key) =>
    licenseCheck('VISIBLE_FIELDS', 'failed', `the page does not show ${key} as the metadata has it`),
  );
}

function faceFieldsOf(values: ReadonlyMap<string, FieldValue>): readonly string[] {
  const face = values.get('YX_FACE');
  const keys = typeof face === 'string' ? face.split(',') : USUAL_FACE;
  return keys.filter((key) => values.has(key) || key === 'ZZYXQJZRQ');
}

function isShown(
  key: string,
  value: FieldValue | undefined,
  page: string,
  field: string | undefined,
): boolean {
  const forms = formsOf(key, value).map(squeeze);
  if (field !== undefined) return forms.includes(squeeze(field));
  return forms.some((form) => form !== '' && page.includes(form));
}

/** The ways in which a value may stand on a face. */
function formsOf(key: string, value: FieldValue | undefined): string[] {
  if (value === undefined) return key === 'ZZYXQJZRQ' ? [OPEN_END] : [];
  const text = textOf(value);
  if (typeof value !== 'object' || !('date' in value)) return [text];
  const [year, month, day] = text.split('-') as [string, string, string];
  return [
    `${year}年${month}月${day}日`,
    `${year}年${Number(month)}月${Number(day)}日`,
    `${year}${month}${day}`,
    text,
    `${year}/${month}/${day}`,
    `${year}.${month}.${day}`,
  ];
}

function squeeze(text: string): string {
  return text.replace(/\s+/gu, '');
}
