import type { FieldValue } from '../merkle/index.ts';
import { METADATA_ELEMENTS } from './elements.ts';
import { fieldsOfMetadata, type LicenseMetadata, metadataOfFields, textOf } from './model.ts';

/** A flat record as databases and share services hold it: snake-case keys, `KZ_` fields in `extend_info`. */
export type LicenseRecord = Readonly<Record<string, string | Readonly<Record<string, FieldValue>>>>;

/** The metadata under snake-case keys, dates as YYYYMMDD, several holders joined by semicolons. */
export function recordOfMetadata(metadata: LicenseMetadata): LicenseRecord {
  const values = new Map(fieldsOfMetadata(metadata).map(({ key, value }) => [key, value]));
  const record: Record<string, string | Readonly<Record<string, FieldValue>>> = {};
  for (const { key, snake, type } of METADATA_ELEMENTS) {
    const value = values.get(key);
    if (value !== undefined)
      record[snake] = type === 'date' ? textOf(value).replaceAll('-', '') : textOf(value);
  }
  if (metadata.extensions !== undefined) record['extend_info'] = metadata.extensions;
  return record;
}

/** The metadata of such a record; unknown keys are left out. Validate the result. */
export function metadataOfRecord(record: LicenseRecord): LicenseMetadata {
  const fields: { key: string; value: FieldValue }[] = [];
  for (const { key, snake, type, several } of METADATA_ELEMENTS) {
    const value = record[snake];
    if (typeof value !== 'string') continue;
    if (type === 'date')
      fields.push({ key, value: { date: value.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3') } });
    else fields.push({ key, value: several === true && value.includes(';') ? value.split(';') : value });
  }
  const extensions = record['extend_info'];
  if (typeof extensions === 'object') {
    for (const [key, value] of Object.entries(extensions)) fields.push({ key, value });
  }
  return metadataOfFields(fields);
}
