import { formatTime, YinxinError } from '../../foundation/core/index.ts';
import { type LicenseMetadata, recordOfMetadata } from '../metadata/index.ts';

/** What happens to the entry of a license in the catalog of the next level. */
export type AggregationOperation = 'add' | 'modify' | 'delete';

/**
 * Values of `cd_operation`, two characters. Which the national tables use was not seen: these are of this profile, and
 * a platform that has its own is told them by `operationCodes`.
 */
export const AGGREGATION_OPERATION_CODES: Readonly<Record<AggregationOperation, string>> = {
  add: '01',
  modify: '02',
  delete: '03',
};

/** Name of a field of a record; `cd_batch` comes with the batch. */
export type AggregationField =
  | 'cd_operation'
  | 'cd_time'
  | 'certificate_source_id'
  | 'certificate_name'
  | 'certificate_type'
  | 'certificate_type_code'
  | 'certificate_number'
  | 'certificate_area_code'
  | 'certificate_holder'
  | 'certificate_holder_code'
  | 'certificate_holder_type'
  | 'issue_dept'
  | 'issue_dept_code'
  | 'issue_date'
  | 'data_source';

interface Field {
  readonly key: AggregationField;
  readonly length: number;
  /** Key of the license's own record. Absent: of the change. */
  readonly from?: string;
  readonly inDelete?: true;
}

/**
 * Fields of a record as the national tables have them (GB/T 36902, `up_lic_data`): length, the metadata key it comes
 * from, and whether a delete carries it. A delete names the license and nobody.
 */
const FIELDS: readonly Field[] = [
  { key: 'cd_operation', length: 2, inDelete: true },
  { key: 'cd_time', length: 32, inDelete: true },
  { key: 'certificate_source_id', length: 128, from: 'certificate_identifier', inDelete: true },
  { key: 'certificate_name', length: 512, from: 'certificate_name' },
  { key: 'certificate_type', length: 256, from: 'certificate_type_name' },
  { key: 'certificate_type_code', length: 64, from: 'certificate_type_code', inDelete: true },
  { key: 'certificate_number', length: 128, from: 'certificate_number' },
  { key: 'certificate_area_code', length: 32, from: 'certificate_area_code' },
  { key: 'certificate_holder', length: 512, from: 'certificate_holder' },
  { key: 'certificate_holder_code', length: 512, from: 'certificate_holder_code' },
  { key: 'certificate_holder_type', length: 32, from: 'certificate_holder_type' },
  { key: 'issue_dept', length: 256, from: 'certificate_issuing_authority_name' },
  { key: 'issue_dept_code', length: 32, from: 'certificate_issuing_authority_code', inDelete: true },
  { key: 'issue_date', length: 8, from: 'certificate_issuing_authority_date' },
  { key: 'data_source', length: 3, inDelete: true },
];

/** One record of a catalog feed. A delete has the fields that name the license alone. */
export type AggregationRecord = Readonly<Partial<Record<AggregationField, string>>>;

/** What a record says beside the license. */
export interface AggregationRecordOptions {
  /** When the change happened: `cd_time`, ISO 8601. */
  readonly at: Date;
  /** `data_source`, one to three characters, as the platform numbers its sources. */
  readonly dataSource: string;
  readonly operationCodes?: Readonly<Record<AggregationOperation, string>>;
}

/**
 * The record of a change of a license. Holder codes stand in it in clear, as the tables demand, but for a delete.
 * LICENSE_INVALID names every field that is missing or too long (`details.fields`), never a value.
 */
export function aggregationRecord(
  operation: AggregationOperation,
  metadata: LicenseMetadata,
  { at, dataSource, operationCodes = AGGREGATION_OPERATION_CODES }: AggregationRecordOptions,
): AggregationRecord {
  const flat = recordOfMetadata(metadata);
  const own: Readonly<Record<string, string>> = {
    cd_operation: operationCodes[operation],
    cd_time: formatTime(at),
    data_source: dataSource,
  };
  const wanted = FIELDS.filter((field) => operation !== 'delete' || field.inDelete === true);
  const entries = wanted.map((field) => {
    const value = field.from === undefined ? own[field.key] : flat[field.from];
    return { key: field.key, length: field.length, value: typeof value === 'string' ? value : '' };
  });
  const wrong = entries.filter(({ value, length }) => value === '' || [...value].length > length);
  if (wrong.length > 0) {
    const fields = wrong.map(({ key, value }) => ({
      field: key,
      code: value === '' ? 'MISSING' : 'TOO_LONG',
    }));
    throw new YinxinError('LICENSE_INVALID', 'the license makes no record of the catalog feed', {
      details: { fields },
    });
  }
  return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
}

/** Has the record the fields of its operation, each a text of the right length, and no others? */
export function isAggregationRecord(operation: AggregationOperation, record: unknown): boolean {
  if (typeof record !== 'object' || record === null) return false;
  const wanted = FIELDS.filter((field) => operation !== 'delete' || field.inDelete === true);
  const values = record as Readonly<Record<string, unknown>>;
  return (
    Object.keys(record).length === wanted.length &&
    wanted.every(({ key, length }) => {
      const value = Object.hasOwn(record, key) ? values[key] : undefined;
      return typeof value === 'string' && value !== '' && [...value].length <= length;
    })
  );
}
