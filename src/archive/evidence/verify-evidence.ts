import { type FileInput, toSource } from '../../foundation/core/index.ts';
import type { CheckEvidenceOptions, EvidenceObject } from '../../foundation/evidence/index.ts';
import {
  type Judgement,
  type JudgeOptions,
  judge,
  type SignatureReport,
} from '../../foundation/validation/index.ts';
import { inspectRecord, objectFromFile, readEvidence } from '../../signatures/evidence/index.ts';

/** What {@link verifyEvidenceRecord} is told: whom to believe (`trust.timestamps`), when, and what the record is over. */
export interface VerifyEvidenceOptions extends JudgeOptions, CheckEvidenceOptions {
  /** Files, or objects by their digests; several are one data group. None: the record alone, which proves nothing. */
  readonly data: readonly (FileInput | EvidenceObject)[];
}

/** Answer of {@link verifyEvidenceRecord}. */
export interface EvidenceReport {
  readonly conclusion: Judgement['conclusion'];
  /** The record as a whole. */
  readonly record: SignatureReport;
  /** Its timestamps, oldest first. */
  readonly timestamps: readonly SignatureReport[];
  /** The objects are proved to have existed at this time (ISO 8601); null: nothing is proved. */
  readonly provedSince: string | null;
  readonly notChecked: Judgement['notChecked'];
  readonly evidence: Judgement['evidence'];
}

/**
 * Verifies an evidence record (RFC 4998 4.3, 5.3) over the objects given.
 *
 * Checked: every hash list from the objects to the imprints; each renewal over what it renews; one digest per chain;
 * order of time; every token with its chain, the last at `at`, each older one by what the later ones prove of it and of
 * its revocation data (past validation, ETSI EN 319 102-1 5.6); the dated algorithm policy for values and trees. Whatever
 * is odd is a finding by name (`EVIDENCE_…`). Not checked: supporting data and attributes of the record (they stand in
 * `notChecked`), and encrypted objects.
 *
 * A bad record is a report. @throws EVIDENCE_INVALID for bytes that are no evidence record; LIMIT_EXCEEDED; IO_FAILED.
 */
export async function verifyEvidenceRecord(
  record: FileInput,
  options: VerifyEvidenceOptions,
): Promise<EvidenceReport> {
  const { data, group, acceptSortedRenewal, ...rules } = options;
  const parsed = await readEvidence(toSource(record), rules.limits);
  const objects = data.map((item) => (isObject(item) ? item : objectFromFile(item)));
  const facts = await inspectRecord(parsed, objects, {
    id: 'er-1',
    ...(group === undefined ? {} : { group }),
    ...(acceptSortedRenewal === undefined ? {} : { acceptSortedRenewal }),
  });
  const judged = await judge(
    { format: 'evidence-record', signatures: facts, checks: [], notChecked: [] },
    rules,
  );
  const [entry, ...timestamps] = judged.signatures as [SignatureReport, ...SignatureReport[]];
  const proved = entry.indication === 'TOTAL_PASSED' && entry.bestTime.source === 'evidence-record';
  return {
    conclusion: judged.conclusion,
    record: entry,
    timestamps,
    provedSince: proved ? entry.bestTime.time : null,
    notChecked: judged.notChecked,
    evidence: judged.evidence,
  };
}

function isObject(item: FileInput | EvidenceObject): item is EvidenceObject {
  return typeof (item as EvidenceObject).digest === 'function';
}
