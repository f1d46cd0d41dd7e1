import type { JsonValue } from '../canonical-json.ts';
import { isCalendarDate } from '../time.ts';
import type {
  BooleanField,
  CodeField,
  DateField,
  FormFault,
  FormFaultCode,
  FormField,
  FormSchema,
  ListField,
  NumberField,
  TextField,
} from './form-schema.ts';
import { PATTERNS } from './patterns.ts';

/** Rows of a list where its field names no bound. */
const MAX_ITEMS = 1000;
/** Faults told at once: a form with more is beyond repair by its list of faults. */
const MAX_FAULTS = 500;

/**
 * Every fault of a form against its schema, in the order of the schema, at most 500. Strict: no field is converted, and
 * one that the schema does not name is a fault. Not checked: what one field says against another, and whether a code
 * that is well-formed was ever assigned.
 */
export function formFaults(form: JsonValue, schema: FormSchema): readonly FormFault[] {
  const faults: FormFault[] = [];
  for (const [code, field, detail] of fieldsOf(form, schema.fields, '')) {
    faults.push({ code, field, detail });
    if (faults.length === MAX_FAULTS) break;
  }
  return faults;
}

type Faults = Generator<readonly [FormFaultCode, string, string]>;

function* fieldsOf(value: JsonValue, fields: readonly FormField[], path: string): Faults {
  if (!isObject(value)) {
    yield ['FORM_FIELD_TYPE', path, 'it holds fields, and is no object'];
    return;
  }
  for (const field of fields) {
    const at = below(path, field.key);
    if (Object.hasOwn(value, field.key)) yield* fieldOf(value[field.key]!, field, at);
    else if (field.required === true) yield ['FORM_FIELD_MISSING', at, 'it is required'];
  }
  const known = new Set(fields.map(({ key }) => key));
  for (const key of Object.keys(value)) {
    if (!known.has(key)) yield ['FORM_FIELD_UNKNOWN', below(path, key), 'the form has no such field'];
  }
}

function* fieldOf(value: JsonValue, field: FormField, at: string): Faults {
  if (field.type === 'group') yield* fieldsOf(value, field.fields, at);
  else if (field.type === 'list') yield* listOf(value, field, at);
  else yield* faultsOfValue(value, field).map(([code, detail]) => [code, at, detail] as const);
}

function* listOf(value: JsonValue, field: ListField, at: string): Faults {
  if (!Array.isArray(value)) {
    yield ['FORM_FIELD_TYPE', at, 'give a list'];
    return;
  }
  const rows = value as readonly JsonValue[];
  const { minItems = field.required === true ? 1 : 0, maxItems = MAX_ITEMS } = field;
  if (rows.length < minItems) yield ['FORM_FIELD_ITEMS', at, `at least ${minItems} rows`];
  if (rows.length > maxItems) yield ['FORM_FIELD_ITEMS', at, `at most ${maxItems} rows`];
  else for (const [i, row] of rows.entries()) yield* fieldsOf(row, field.fields, `${at}[${i + 1}]`);
}

type ValueField = Exclude<FormField, { readonly type: 'group' | 'list' }>;
type ValueFaults = readonly (readonly [FormFaultCode, string])[];

function faultsOfValue(value: JsonValue, field: ValueField): ValueFaults {
  switch (field.type) {
    case 'text':
      return textOf(value, field);
    case 'integer':
    case 'number':
      return numberOf(value, field);
    case 'date':
      return dateOf(value, field);
    case 'code':
      return codeOf(value, field);
    case 'boolean':
      return booleanOf(value, field);
  }
}

function textOf(value: JsonValue, field: TextField): ValueFaults {
  if (typeof value !== 'string') return [['FORM_FIELD_TYPE', 'give a text']];
  if (field.required === true && value.trim() === '')
    return [['FORM_FIELD_MISSING', 'it is required and empty']];
  // An optional text may be left empty, as forms send it.
  if (value === '') return [];
  const length = [...value].length;
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern, multiline } = field;
  // Control characters, and marks that turn the direction of what follows.
  const unseen =
    multiline === true
      ? /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/u
      : /\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u;
  return [
    ...when(length < minLength, 'FORM_FIELD_LENGTH', `at least ${minLength} characters`),
    ...when(length > maxLength, 'FORM_FIELD_LENGTH', `at most ${maxLength} characters`),
    ...when(pattern !== undefined && !PATTERNS[pattern](value), 'FORM_FIELD_PATTERN', `it is no ${pattern}`),
    ...when(unseen.test(value), 'FORM_FIELD_PATTERN', 'it holds characters that are not seen'),
  ];
}

function numberOf(value: JsonValue, { type, min, max }: NumberField): ValueFaults {
  // Above 2^53 two numbers have one spelling: what is read would not be what was written.
  if (typeof value !== 'number' || (type === 'integer' && !Number.isSafeInteger(value)))
    return [['FORM_FIELD_TYPE', type === 'integer' ? 'give a whole number' : 'give a number']];
  return [
    ...when(min !== undefined && value < min, 'FORM_FIELD_RANGE', `at least ${min}`),
    ...when(max !== undefined && value > max, 'FORM_FIELD_RANGE', `at most ${max}`),
  ];
}

function dateOf(value: JsonValue, { min, max }: DateField): ValueFaults {
  if (typeof value !== 'string' || !isCalendarDate(value))
    return [['FORM_FIELD_TYPE', 'give a date of the calendar as YYYY-MM-DD']];
  return [
    ...when(min !== undefined && value < min, 'FORM_FIELD_RANGE', `not before ${min}`),
    ...when(max !== undefined && value > max, 'FORM_FIELD_RANGE', `not after ${max}`),
  ];
}

function codeOf(value: JsonValue, { codes }: CodeField): ValueFaults {
  if (typeof value !== 'string') return [['FORM_FIELD_TYPE', 'give a code as text']];
  return when(!codes.some(({ code }) => code === value), 'FORM_FIELD_CODE', 'it is no code of the list');
}

function booleanOf(value: JsonValue, { equals }: BooleanField): ValueFaults {
  if (typeof value !== 'boolean') return [['FORM_FIELD_TYPE', 'give true or false']];
  return when(equals !== undefined && equals !== value, 'FORM_FIELD_CODE', `only ${equals} is accepted`);
}

const when = (wrong: boolean, code: FormFaultCode, detail: string): ValueFaults =>
  wrong ? [[code, detail]] : [];

const below = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
