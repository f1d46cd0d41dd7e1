import type { FormField, FormSchema } from './form-schema.ts';
import { PATTERNS } from './patterns.ts';

/** Nesting of groups and lists. */
const MAX_DEPTH = 8;

/** Something wrong with a schema itself. */
export interface FormSchemaFault {
  readonly field: string;
  readonly detail: string;
}

/**
 * What is wrong with a form schema: keys twice or empty, code lists empty or with a code twice, bounds that exclude
 * everything, unknown patterns, groups without fields, nesting over 8. A schema comes from outside as data.
 */
export function formSchemaFaults(schema: FormSchema): readonly FormSchemaFault[] {
  return fieldsFaults(schema.fields, '', 0);
}

function fieldsFaults(fields: readonly FormField[], path: string, depth: number): FormSchemaFault[] {
  if (depth > MAX_DEPTH) return [{ field: path, detail: `nested deeper than ${MAX_DEPTH}` }];
  if (fields.length === 0) return [{ field: path, detail: 'names no field' }];
  const seen = new Set<string>();
  return fields.flatMap((field) => {
    const at = path === '' ? field.key : `${path}.${field.key}`;
    const twice = seen.has(field.key) ? [{ field: at, detail: 'stands twice' }] : [];
    seen.add(field.key);
    const empty = field.key.trim() === '' ? [{ field: at, detail: 'has no key' }] : [];
    return [...twice, ...empty, ...fieldFaults(field, at, depth)];
  });
}

function fieldFaults(field: FormField, at: string, depth: number): FormSchemaFault[] {
  const fault = (wrong: boolean, detail: string): FormSchemaFault[] => (wrong ? [{ field: at, detail }] : []);
  switch (field.type) {
    case 'text':
      return [
        ...fault((field.minLength ?? 0) > (field.maxLength ?? Number.POSITIVE_INFINITY), 'allows no length'),
        ...fault(
          field.pattern !== undefined && !Object.hasOwn(PATTERNS, field.pattern),
          'names an unknown pattern',
        ),
      ];
    case 'integer':
    case 'number':
      return fault((field.min ?? -Infinity) > (field.max ?? Infinity), 'allows no number');
    case 'date':
      return fault((field.min ?? '') > (field.max ?? '9999-12-31'), 'allows no date');
    case 'code': {
      const codes = field.codes.map(({ code }) => code);
      return [
        ...fault(codes.length === 0, 'has no codes'),
        ...fault(new Set(codes).size !== codes.length, 'has a code twice'),
      ];
    }
    case 'group':
      return fieldsFaults(field.fields, at, depth + 1);
    case 'list':
      return [
        ...fault((field.minItems ?? 0) > (field.maxItems ?? Infinity), 'allows no rows'),
        ...fieldsFaults(field.fields, at, depth + 1),
      ];
    case 'boolean':
      return [];
    default:
      return fault(true, 'has an unknown type');
  }
}
