import { YinxinError } from '../../foundation/core/index.ts';
import type { CatalogEntry } from '../../policy/index.ts';
import { containsResidentId } from '../codes/index.ts';
import type { FieldValue, TreeField } from '../merkle/index.ts';
import { textsOf } from '../metadata/index.ts';
import { MAX_CLEAR_FIELDS } from './payload.ts';

/**
 * The fields that may stand in the code as they are: those the catalog entry marks `clear`, in its order, five at
 * most, and never one that holds a resident identity number, whatever the catalog says.
 * @throws ARGUMENT_INVALID when the entry marks more than five.
 */
export function clearFields(fields: readonly TreeField[], entry: CatalogEntry): Record<string, FieldValue> {
  const marked = entry.items.filter(({ qr }) => qr === 'clear').map(({ key }) => key);
  if (marked.length > MAX_CLEAR_FIELDS) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      `the catalog entry marks ${marked.length} fields as clear in the code: ${MAX_CLEAR_FIELDS} at most`,
    );
  }
  const values = new Map(fields.map(({ key, value }) => [key, value]));
  const clear: Record<string, FieldValue> = {};
  for (const key of marked) {
    const value = values.get(key);
    if (value !== undefined && !holdsPersonalNumber(value)) clear[key] = value;
  }
  return clear;
}

/** True when a value holds a resident identity number. */
export function holdsPersonalNumber(value: FieldValue): boolean {
  return textsOf(value).some(containsResidentId);
}
