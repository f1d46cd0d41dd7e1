import {
  type Check,
  type Cryptography,
  isYinxinError,
  type SubIndication,
} from '../../foundation/core/index.ts';
import type { DigestName } from '../../foundation/crypto/index.ts';
import {
  type CheckEvidenceOptions,
  type CheckedStamp,
  checkEvidenceRecord,
  type EvidenceCheck,
  type EvidenceObject,
  type EvidenceRecord,
} from '../../foundation/evidence/index.ts';
import { parseTimestampToken } from '../../foundation/pki/index.ts';
import type { Covers, SignatureFacts } from '../../foundation/validation/index.ts';
import { inspectTimestampToken } from '../cades/index.ts';

/** Options of {@link inspectRecord}. */
export interface InspectRecordOptions extends CheckEvidenceOptions {
  /** Id of the entry; its tokens are `<id>-ts-1`, … */
  readonly id: string;
  /** What stands in the file that the record is over: proved with it. */
  readonly covers?: Pick<Covers, 'signatures' | 'objects'>;
}

/**
 * Facts about one evidence record over the objects given (a single one, or all of a data group): an entry for the record
 * and one for each of its tokens, in order of time. Nothing is decided about trust. What the tokens cover is told only
 * where the hash lists prove it, and of a record that is broken anywhere nothing.
 */
export async function inspectRecord(
  record: EvidenceRecord,
  objects: readonly EvidenceObject[],
  options: InspectRecordOptions,
): Promise<SignatureFacts[]> {
  const check = await checkEvidenceRecord(record, objects, options);
  const tokens: SignatureFacts[] = [];
  const sound = check.cryptography !== 'broken' && check.formatFailure === undefined;
  for (const [i, stamp] of check.stamps.entries()) {
    const covers = sound && stamp.link === 'intact' ? coversOf(stamp, tokens, options) : undefined;
    tokens.push(await tokenFacts(stamp, `${options.id}-ts-${i + 1}`, covers, options.id));
  }
  return [recordFacts(record, check, tokens, options.id), ...tokens];
}

/** The first token of a chain is over the objects and all chains before; a renewal over the token before it. */
function coversOf(
  { overObjects }: CheckedStamp,
  before: readonly SignatureFacts[],
  { id, covers }: InspectRecordOptions,
): Covers {
  if (!overObjects) {
    const previous = before.at(-1)!;
    const earlier = previous.covers === undefined ? {} : { earlier: previous.covers };
    return { signatures: [previous.id], objects: objectsOf(previous), ...earlier };
  }
  return {
    signatures: [id, ...(covers?.signatures ?? []), ...before.map((token) => token.id)],
    objects: [...(covers?.objects ?? []), ...before.flatMap(objectsOf)],
  };
}

/** What stands in a token itself. */
function objectsOf({ certificates, crls, ocspResponses }: SignatureFacts): Uint8Array[] {
  return [...certificates, ...crls, ...ocspResponses];
}

async function tokenFacts(
  stamp: CheckedStamp,
  id: string,
  covers: Covers | undefined,
  parent: string,
): Promise<SignatureFacts> {
  const found = await inspectTimestampToken(stamp.token, {
    id,
    parent,
    kind: 'timestamp',
    // The imprint is that of the root itself, whatever the token calls its digest (RFC 4998 4.2).
    digestOf: () => stamp.root,
    coverage: 'whole-file',
    modification: 'not-applicable',
    ...(covers === undefined ? {} : { covers }),
  });
  const facts = withHash(withLaterData(found, stamp.token), stamp.hash);
  return {
    ...facts,
    ofEvidenceRecord: true,
    cryptography: stamp.link === 'broken' ? 'broken' : facts.cryptography,
    checks: [...stamp.checks, ...facts.checks],
  };
}

/** The digest of the tree is one of the algorithms that the proof rests on. */
function withHash(facts: SignatureFacts, hash: DigestName | undefined): SignatureFacts {
  const { algorithms } = facts;
  if (hash === undefined || algorithms === undefined) return facts;
  if (algorithms.some((use) => use.kind === 'digest' && use.digest === hash)) return facts;
  return { ...facts, algorithms: [...algorithms, { kind: 'digest', digest: hash }] };
}

/**
 * Archives put OCSP responses into a token before they renew it (RFC 4998 3.1), and leave the version of its SignedData
 * as it was (RFC 5652 5.1 wants 5 then): nothing hangs on that field, and it is told.
 */
function withLaterData(facts: SignatureFacts, token: Uint8Array): SignatureFacts {
  const failed = facts.checks.filter(({ status }) => status === 'failed');
  const isVersion = ({ code }: Check): boolean => code === 'CMS_VERSION';
  if (!failed.some(isVersion) || !hasOtherFormats(token)) return facts;
  const checks = facts.checks.map((check) =>
    isVersion(check) ? { ...check, status: 'warning' as const } : check,
  );
  const others = failed.filter((check) => !isVersion(check) && check.code !== 'MESSAGE_IMPRINT');
  if (others.length > 0) return { ...facts, checks };
  const { formatFailure: _, ...rest } = facts;
  return { ...rest, checks };
}

function hasOtherFormats(token: Uint8Array): boolean {
  try {
    return parseTimestampToken(token).signedData.hasOtherFormats;
  } catch (error) {
    if (isYinxinError(error)) return false;
    throw error;
  }
}

function recordFacts(
  record: EvidenceRecord,
  check: EvidenceCheck,
  tokens: readonly SignatureFacts[],
  id: string,
): SignatureFacts {
  const newest = tokens.at(-1)!;
  const formatFailure = failureOf(check, tokens);
  const failed = tokens.flatMap((token) =>
    token.checks
      .filter(({ status }) => status === 'failed')
      .map((found) => ({ ...found, detail: `${token.id}: ${found.detail}` })),
  );
  return {
    id,
    kind: 'evidence-record',
    format: `ERS-${record.form}`,
    cryptography: worst([ownState(check), ...tokens.map(({ cryptography }) => cryptography)]),
    coverage: check.objectsFound ? 'whole-file' : 'none',
    modification: 'not-applicable',
    purpose: 'timestamps',
    ...(newest.signerCertificate === undefined ? {} : { signerCertificate: newest.signerCertificate }),
    certificates: [],
    crls: [],
    ocspResponses: [],
    ...(newest.algorithm === undefined ? {} : { algorithm: newest.algorithm }),
    ...(newest.algorithms === undefined ? {} : { algorithms: newest.algorithms }),
    ...(formatFailure === undefined ? {} : { formatFailure }),
    checks: [...check.checks, ...failed],
    notChecked: check.notChecked,
  };
}

/** Without objects the record can still be right in itself: that says nothing about any file. */
function ownState({ cryptography, objectsFound, consistent }: EvidenceCheck): Cryptography {
  return cryptography === 'not-checked' && !objectsFound && consistent ? 'intact' : cryptography;
}

function failureOf(check: EvidenceCheck, tokens: readonly SignatureFacts[]): SubIndication | undefined {
  const own = check.formatFailure ?? tokens.find((token) => token.formatFailure)?.formatFailure;
  const broken = check.cryptography === 'broken' || tokens.some((t) => t.cryptography === 'broken');
  return own ?? (check.objectsFound || broken ? undefined : 'SIGNED_DATA_NOT_FOUND');
}

function worst(all: readonly Cryptography[]): Cryptography {
  if (all.includes('broken')) return 'broken';
  return all.includes('not-checked') ? 'not-checked' : 'intact';
}
