// The snippets of docs/policies.md about the sharing service, aggregation and anchored checkpoints, compiled: a test
// compares them with the page.
import { createEvidence, type EvidenceStore } from '../../src/entries/archive.ts';
import type { TimestampAuthority } from '../../src/entries/index.ts';
import {
  type AggregationTarget,
  aggregationChanges,
  type IssuedLicense,
  type LicenseStore,
  openAggregationOutbox,
  sharingService,
} from '../../src/entries/license.ts';
import type { AuditLog, CatalogPolicy, SharingPolicy, SignedCheckpoint } from '../../src/entries/policy.ts';
import { openFileJournal } from '../../src/entries/stores.ts';

declare const store: LicenseStore;
declare const policy: SharingPolicy;
declare const catalog: CatalogPolicy;
declare const audit: AuditLog;
declare const holderKey: Uint8Array;
declare const linkKey: Uint8Array;

const clock = { now: () => new Date() };
const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };

// #region service
const service = sharingService({ store, policy, catalog, audit, clock, random, holderKey, linkKey });

/** The HTTP layer has authenticated the agency; what it answers is the status and, when it is 0, the data. */
export async function query(agency: string, holderCode: string, typeCode: string, useCause: string) {
  const answer = await service.queryByHolder({
    requester: { type: 'agency', id: agency },
    use: { reason: useCause, purpose: 'inspection' },
    holder: { codeType: '111', code: holderCode },
    typeCode,
  });
  return answer.ok ? { status: 0, data: answer.data } : { status: answer.status, message: answer.code };
}
// #endregion

// #region link
export async function linkFor(identifier: string, requester: { type: 'agency'; id: string }) {
  const use = { reason: '经营许可变更审查', purpose: 'licensing' };
  const made = await service.createLink({
    requester,
    use,
    identifier,
    fileType: 'ofd',
    seconds: 600,
    uses: 1,
  });
  if (!made.ok) return made.code;
  // Later, by the same requester: decided on anew, and counted.
  const opened = await service.openLink({ requester, use, token: made.data.token });
  return opened.ok ? opened.data.file : opened.code;
}
// #endregion

// #region aggregation
const outbox = await openAggregationOutbox({
  journal: await openFileJournal('/var/lib/agency/outbox'),
  source: 'agency-1',
  random,
});

/** Once after every issue and change, and for everything after a crash: what was taken before is known by its key. */
export async function aggregate({ record, metadata }: IssuedLicense, province: AggregationTarget) {
  await outbox.enqueue(aggregationChanges(record, metadata, { dataSource: '1' }));
  const { rejected, missing, extra, stopped } = await outbox.deliver(province);
  return { rejected, missing, extra, stopped };
}
// #endregion

// #region anchor
/** Every night: the checkpoints of all writers under one timestamp. Object i of the store is checkpoint i. */
export function anchor(
  checkpoints: readonly SignedCheckpoint[],
  evidence: EvidenceStore,
  tsa: TimestampAuthority,
) {
  return createEvidence({
    objects: checkpoints.map(({ bytes }) => ({ source: bytes })),
    store: evidence,
    tsa,
  });
}
// #endregion
