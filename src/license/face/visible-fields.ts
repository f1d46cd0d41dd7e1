import { YinxinError } from '../../foundation/core/index.ts';
import type { FaceSheet } from './sheet.ts';
import type { FaceBox, FaceField } from './template.ts';

/** What a reader must find on the page for one field. */
export interface VisibleField {
  readonly key: string;
  /** The text as shown, on one line: dates in words, line ends left out. */
  readonly text: string;
  readonly box: FaceBox;
}

const PLAIN_DATE = /^(\d{4})(\d{2})(\d{2})$/;

/** The text a field shows for a metadata value. Names are never normalised. */
export function visibleText(field: Pick<FaceField, 'format'>, value: string): string {
  const date = field.format === 'date' ? PLAIN_DATE.exec(value) : null;
  return date ? `${date[1]}年${date[2]}月${date[3]}日` : value;
}

/**
 * The visible fields of a license, in reading order: drawn by `renderLicense`, compared by a verifier.
 * Throws LICENSE_INVALID naming every required field that has no value.
 */
export function visibleFields(
  template: Pick<FaceSheet, 'name' | 'fields'>,
  values: Readonly<Record<string, string>>,
): VisibleField[] {
  const absent = template.fields.filter((field) => field.required !== false && !values[field.key]);
  if (absent.length > 0) {
    const keys = absent.map((field) => field.key);
    throw new YinxinError(
      'LICENSE_INVALID',
      `the face of ${template.name} needs values for ${keys.join(', ')}`,
      {
        details: { fields: keys },
      },
    );
  }
  return template.fields.flatMap((field) => {
    const value = values[field.key];
    if (!value) return [];
    return [{ key: field.key, text: visibleText(field, value).replaceAll('\n', ''), box: field.box }];
  });
}
