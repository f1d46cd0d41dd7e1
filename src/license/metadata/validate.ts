import { dayNumber, isYinxinError, YinxinError } from '../../foundation/core/index.ts';
import type { CatalogEntry } from '../../policy/index.ts';
import { isResidentId, isUscc } from '../codes/index.ts';
import { parseLicenseId } from '../identifier/index.ts';
import type { FieldValue, TreeField } from '../merkle/index.ts';
import { EXTENSION_KEY, elementOf, METADATA_ELEMENTS } from './elements.ts';
import { fieldsOfMetadata, type LicenseMetadata, textsOf } from './model.ts';

/** What is wrong with one field. The value itself is never repeated: it may be personal. */
export interface FieldProblem {
  /** Pinyin key. */
  readonly field: string;
  readonly code:
    | 'MISSING'
    | 'TOO_LONG'
    | 'FORMAT'
    | 'CHARACTERS'
    | 'CHECK_CHARACTER'
    | 'CALENDAR'
    | 'ORDER'
    | 'MISMATCH'
    | 'TYPE'
    | 'UNKNOWN_FIELD';
}

/**
 * All problems of a license's metadata at once, in the order of the elements. With a catalog entry the `KZ_` fields
 * must be those of the entry, and of their types. Whether the facts are true is nobody's check here.
 */
export function metadataProblems(metadata: LicenseMetadata, entry?: CatalogEntry): FieldProblem[] {
  const fields = fieldsOfMetadata(metadata);
  const problems = [
    ...missing(fields),
    ...fields.flatMap((field) => fieldProblems(field)),
    ...identifierProblems(metadata),
    ...codeProblems(metadata),
    ...periodProblems(metadata),
    ...(entry === undefined ? [] : entryProblems(metadata, entry)),
  ];
  const seen = new Set<string>();
  return problems.filter(({ field, code }) => !seen.has(`${field} ${code}`) && seen.add(`${field} ${code}`));
}

/** Throws LICENSE_INVALID with every problem in `details.fields`, when there is any. */
export function assertMetadata(metadata: LicenseMetadata, entry?: CatalogEntry): void {
  const fields = metadataProblems(metadata, entry);
  if (fields.length > 0) {
    const list = fields.map(({ field, code }) => `${field} ${code}`).join(', ');
    throw new YinxinError('LICENSE_INVALID', `correct these fields of the license: ${list}`, {
      details: { fields },
    });
  }
}

function missing(fields: readonly TreeField[]): FieldProblem[] {
  const present = new Map(fields.map(({ key, value }) => [key, value]));
  return METADATA_ELEMENTS.filter(
    ({ key, required }) => required && !textsOf(present.get(key)).some((text) => text.trim() !== ''),
  ).map(({ key }) => ({ field: key, code: 'MISSING' }));
}

function fieldProblems({ key, value }: TreeField): FieldProblem[] {
  const element = elementOf(key);
  const texts = textsOf(value);
  const problems: FieldProblem[] = [];
  const isExtension = EXTENSION_KEY.test(key);
  if (element === undefined && !isExtension) problems.push({ field: key, code: 'UNKNOWN_FIELD' });
  if (texts.some((text) => text.length > (element?.maxLength ?? 20_000)) && !isDate(value)) {
    problems.push({ field: key, code: 'TOO_LONG' });
  }
  if (texts.some(hasBadCharacters)) problems.push({ field: key, code: 'CHARACTERS' });
  if (isDate(value) && !isCalendarDate(value.date)) problems.push({ field: key, code: 'CALENDAR' });
  if (typeof value === 'number' && !Number.isSafeInteger(value)) problems.push({ field: key, code: 'TYPE' });
  return problems;
}

function identifierProblems(metadata: LicenseMetadata): FieldProblem[] {
  if (metadata.identifier === '') return [];
  let id: ReturnType<typeof parseLicenseId>;
  try {
    id = parseLicenseId(metadata.identifier);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    const code = error.details['segment'] === 'check' ? 'CHECK_CHARACTER' : 'FORMAT';
    return [{ field: 'ZZBS', code }];
  }
  const problems: FieldProblem[] = [];
  if (id.typeCode !== metadata.typeCode) problems.push({ field: 'ZZLXDM', code: 'MISMATCH' });
  if (id.issuerCode !== metadata.issuerCode) problems.push({ field: 'ZZBFJGDM', code: 'MISMATCH' });
  if (id.version !== metadata.version) problems.push({ field: 'ZZBBH', code: 'MISMATCH' });
  return problems;
}

function codeProblems(metadata: LicenseMetadata): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const { typeCode, issuerCode, definingAuthorityCode, areaCode, previousIdentifier, holders } = metadata;
  if (issuerCode !== '' && !isUscc(issuerCode)) problems.push({ field: 'ZZBFJGDM', code: 'CHECK_CHARACTER' });
  if (definingAuthorityCode !== undefined && !isUscc(definingAuthorityCode)) {
    problems.push({ field: 'ZZDYJGDM', code: 'CHECK_CHARACTER' });
  }
  if (areaCode !== '' && !/^[0-9]{6}(?:[0-9]{3}|[0-9]{6})?$/.test(areaCode)) {
    problems.push({ field: 'ZZSSGXSDBM', code: 'FORMAT' });
  }
  if (previousIdentifier !== undefined && !isLicenseId(previousIdentifier)) {
    problems.push({ field: 'GLZZBS', code: 'FORMAT' });
  }
  if (typeCode !== '' && !(/^[0-9]{3}$/.test(typeCode.slice(18)) && isUscc(typeCode.slice(0, 18)))) {
    problems.push({ field: 'ZZLXDM', code: 'CHECK_CHARACTER' });
  }
  for (const { name, code, codeType } of holders) {
    if (name.trim() === '') problems.push({ field: 'CZZT', code: 'MISSING' });
    if (code.trim() === '') problems.push({ field: 'CZZTDM', code: 'MISSING' });
    if (!/^[0-9]{3}$/.test(codeType)) problems.push({ field: 'CZZTDMLXDM', code: 'FORMAT' });
    const wrong = (codeType === '111' && !isResidentId(code)) || (codeType === '001' && !isUscc(code));
    if (code !== '' && wrong) problems.push({ field: 'CZZTDM', code: 'CHECK_CHARACTER' });
  }
  return problems;
}

function periodProblems({ validFrom, validTo }: LicenseMetadata): FieldProblem[] {
  // Calendar dates of one form sort as text.
  const wrong = validFrom !== undefined && validTo !== undefined && validTo < validFrom;
  return wrong ? [{ field: 'ZZYXQJZRQ', code: 'ORDER' }] : [];
}

function entryProblems(metadata: LicenseMetadata, entry: CatalogEntry): FieldProblem[] {
  const types = new Map(entry.items.map(({ key, type }) => [key, type]));
  return Object.entries(metadata.extensions ?? {}).flatMap(([key, value]): FieldProblem[] => {
    const type = types.get(key);
    if (type === undefined) return [{ field: key, code: 'UNKNOWN_FIELD' }];
    return typeName(value) === type ? [] : [{ field: key, code: 'TYPE' }];
  });
}

function typeName(value: FieldValue): string {
  if (typeof value === 'number') return 'integer';
  return isDate(value) ? 'date' : 'text';
}

function isDate(value: FieldValue): value is { readonly date: string } {
  return typeof value === 'object' && 'date' in value;
}

function isCalendarDate(date: string): boolean {
  try {
    dayNumber(date);
    return true;
  } catch {
    return false;
  }
}

function isLicenseId(text: string): boolean {
  try {
    parseLicenseId(text);
    return true;
  } catch {
    return false;
  }
}

/** Control characters but tab and line feed, lone surrogates, non-characters: XML 1.0 or UTF-8 has no form for them. */
function hasBadCharacters(text: string): boolean {
  return (
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/.test(text) ||
    /[\u202a-\u202e\u2066-\u2069]/.test(text) ||
    /\p{Cs}/u.test(text)
  );
}
