import {
  canonicalJsonBytes,
  type JsonValue,
  startOfBeijingDate,
  toHex,
  YinxinError,
} from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { CatalogEntry } from '../../policy/index.ts';
import type { IssuingOperation } from '../change/index.ts';
import { containsResidentId } from '../codes/index.ts';
import { nextLicenseVersion, parseLicenseId } from '../identifier/index.ts';
import type { LedgerJob } from '../ledger/index.ts';
import { type LicenseMetadata, metadataProblems } from '../metadata/index.ts';

/** What the caller says about a license; identifier, version and face fields are added on issuing. */
export type LicenseDraft = Omit<
  LicenseMetadata,
  'identifier' | 'version' | 'faceFields' | 'createTime' | 'previousIdentifier'
>;

/** One license to issue. Equal jobs are one job: asked for again, the same file comes back. */
export interface LicenseJob {
  /** The catalog entry of the type; its items type the `KZ_` fields and say what may stand in the code. */
  readonly entry: CatalogEntry;
  readonly draft: LicenseDraft;
  /** Default `01` 新发. `02` 延续, `08` 转入 and `09` 变更 need `previousIdentifier`. */
  readonly operation?: IssuingOperation;
  readonly previousIdentifier?: string;
  /** Given by a platform: taken verbatim. */
  readonly identifier?: string;
  /** The issuer's own serial; otherwise 20 random characters. */
  readonly serial?: string;
  /**
   * Public key (SPKI, DER) that may present the license (亮证): the holder's, or one of the agency's back end. Unset: the
   * license cannot be presented. See `presentLicense`.
   */
  readonly presenterKey?: Uint8Array;
}

const COPY_FIELDS = ['copyCreationTime', 'copyCreator', 'copyCause', 'copyExpiringTime'] as const;

/** The reservation a job asks for. @throws LICENSE_INVALID with every wrong field, ARGUMENT_INVALID. */
export function ledgerJobOf(job: LicenseJob, faceDigest: Uint8Array): LedgerJob {
  assertJob(job);
  const { draft, previousIdentifier, serial } = job;
  const identifier = identifierOf(job);
  return {
    jobDigest: jobDigest(job, faceDigest),
    typeCode: draft.typeCode,
    issuerCode: draft.issuerCode,
    number: draft.number,
    version: identifier === undefined ? '001' : parseLicenseId(identifier).version,
    ...(previousIdentifier === undefined ? {} : { previousIdentifier }),
    ...(identifier === undefined ? {} : { identifier }),
    ...(serial === undefined ? {} : { serial }),
  };
}

/** A renewed or changed license keeps its serial and counts its version up; a transferred one starts anew. */
function identifierOf({ identifier, operation = '01', previousIdentifier }: LicenseJob): string | undefined {
  if (identifier !== undefined) return identifier;
  if (operation !== '02' && operation !== '09') return undefined;
  return nextLicenseVersion(parseLicenseId(previousIdentifier!)).text;
}

function assertJob({
  entry,
  draft,
  operation = '01',
  previousIdentifier,
  identifier,
  serial,
}: LicenseJob): void {
  if ((operation === '01') !== (previousIdentifier === undefined)) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'operations 02, 08 and 09 carry the identifier of the license they continue (关联证照标识), 01 none',
    );
  }
  if (COPY_FIELDS.some((field) => draft[field] !== undefined)) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'the elements of an annotated copy (加注件) never stand in a license: take annotateLicense',
    );
  }
  if (entry.id !== draft.typeCode) {
    throw new YinxinError('ARGUMENT_INVALID', 'the catalog entry is one of another license type');
  }
  const provisional = { ...draft, identifier: '', version: '001' };
  const fields = metadataProblems(provisional, entry).filter(({ field }) => field !== 'ZZBS');
  if (fields.length > 0) {
    const list = fields.map(({ field, code }) => `${field} ${code}`).join(', ');
    throw new YinxinError('LICENSE_INVALID', `correct these fields of the license: ${list}`, {
      details: { fields },
    });
  }
  const day = startOfBeijingDate(draft.issueDate);
  if (day < entry.validFrom || (entry.validTo !== undefined && day >= entry.validTo)) {
    throw new YinxinError('ARGUMENT_INVALID', 'the catalog entry is not in force on the day of issue');
  }
  if (containsResidentId(`${identifier ?? ''} ${serial ?? ''}`)) {
    throw new YinxinError('ARGUMENT_INVALID', 'identifier and serial never hold a resident identity number');
  }
}

/** Over everything that shows in the file, but what the reservation itself adds. */
export function jobDigest(job: LicenseJob, faceDigest: Uint8Array): Uint8Array {
  const { entry, draft, operation = '01', previousIdentifier, identifier, serial, presenterKey } = job;
  const presenter = presenterKey === undefined ? undefined : toHex(presenterKey);
  const facts = { draft, operation, previousIdentifier, identifier, serial, presenter };
  const json = canonicalJsonBytes(JSON.parse(JSON.stringify(facts)) as JsonValue);
  return digest(
    'sha256',
    json,
    new TextEncoder().encode(`|${entry.id}|${entry.version}|${toHex(faceDigest)}`),
  );
}
