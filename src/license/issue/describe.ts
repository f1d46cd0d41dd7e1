import { formatTime } from '../../foundation/core/index.ts';
import type { LedgerRecord } from '../ledger/index.ts';
import { buildFieldTree, type FieldTree, type TreeHash } from '../merkle/index.ts';
import {
  assertMetadata,
  fieldsOfMetadata,
  type LicenseMetadata,
  textOf,
  writeMetadataXml,
} from '../metadata/index.ts';
import type { LicenseFace } from './face-step.ts';
import type { LicenseJob } from './job.ts';

/** A license described: all that is fixed by its job and its reservation. */
export interface DescribedLicense {
  readonly metadata: LicenseMetadata;
  readonly tree: FieldTree;
  readonly metadataXml: Uint8Array;
}

/**
 * Metadata, tree and XML of a reserved license. Nothing but job and record goes in, so that a retry describes it
 * in the same bytes. @throws LICENSE_INVALID with every wrong field (a given identifier that says something else).
 */
export function describeLicense(
  job: LicenseJob,
  record: LedgerRecord,
  face: LicenseFace,
  hash: TreeHash,
): DescribedLicense {
  const metadata: LicenseMetadata = {
    ...job.draft,
    identifier: record.identifier,
    version: record.version,
    createTime: formatTime(record.createdAt),
    ...(job.previousIdentifier === undefined ? {} : { previousIdentifier: job.previousIdentifier }),
    faceFields: face.fields,
  };
  assertMetadata(metadata, job.entry);
  const tree = buildFieldTree(hash, record.saltSeed, fieldsOfMetadata(metadata));
  return { metadata, tree, metadataXml: writeMetadataXml(tree, metadata.createTime) };
}

/** The values that a face shows, by key: dates as YYYYMMDD, an open end as 长期. */
export function faceValues({ tree, metadata }: DescribedLicense): Record<string, string> {
  const values = Object.fromEntries(
    tree.fields.map(({ key, value }) => [
      key,
      typeof value === 'object' && 'date' in value ? textOf(value).replaceAll('-', '') : textOf(value),
    ]),
  );
  if (metadata.validTo === undefined) values['ZZYXQJZRQ'] = OPEN_END;
  return values;
}

/** What the face shows for a license without an end. */
export const OPEN_END = '长期';
