import { equalBytes, formatTime, sourceFromBytes } from '../../foundation/core/index.ts';
import { type AlgorithmPolicy, algorithmEnds, type DigestName } from '../../foundation/crypto/index.ts';
import {
  chainAlgorithms,
  checkTimestampToken,
  parseTimestampToken,
  pkiMemo,
} from '../../foundation/pki/index.ts';
import { type Certificate, parseCertificate } from '../../foundation/x509/index.ts';
import { readEvidence } from '../../signatures/evidence/index.ts';
import { newestChain, readState } from './state.ts';
import type { EvidenceStore } from './store.ts';

/** What is looked at: stores and single records, each under a name. */
export interface WatchedEvidence {
  readonly name: string;
  readonly evidence: EvidenceStore | Uint8Array;
}

/** Options of {@link dueForRenewal}. */
export interface DueOptions {
  readonly at: Date;
  /** What ends within so many days counts as due. Default 180: time for a new authority or algorithm to be procured. */
  readonly leadDays?: number;
  /** Dates of algorithms; unset: `ETSI_TS_119_312`. */
  readonly algorithms?: AlgorithmPolicy;
  /** Certificates of authorities that tokens do not hold, DER. */
  readonly certificates?: readonly Uint8Array[];
}

/** One renewal that will be needed. */
export interface RenewalNeed {
  readonly name: string;
  /** `timestamp`: a new token over the old one is enough; `hash-tree`: the digest itself ends. */
  readonly action: 'timestamp' | 'hash-tree';
  /** Before this time (ISO 8601). */
  readonly before: string;
  readonly reason: string;
  /** `lapsed`: the time has passed; `due`: within the lead; `later`. */
  readonly status: 'lapsed' | 'due' | 'later';
}

const DAY_MS = 24 * 3600 * 1000;

/**
 * What must be renewed before when, earliest first: by the end of each certificate in the chain of the newest token, of
 * its algorithms, and of the digest of its tree. Only the newest timestamp matters (RFC 4998 5). At most one need of each
 * kind is told for each name; none where nothing ends. Not looked at: revocation, which nobody can foresee.
 *
 * @throws EVIDENCE_INVALID, EVIDENCE_CORRUPT, TIMESTAMP_INVALID.
 */
export async function dueForRenewal(
  watched: readonly WatchedEvidence[],
  options: DueOptions,
): Promise<readonly RenewalNeed[]> {
  const needs: RenewalNeed[] = [];
  for (const { name, evidence } of watched) {
    const { token, hash } = await newestOf(evidence);
    const ends = await endsOf(token, hash, options);
    for (const action of ['timestamp', 'hash-tree'] as const) {
      const [first] = ends
        .filter((end) => end.action === action)
        .sort((a, b) => a.time.getTime() - b.time.getTime());
      if (first === undefined) continue;
      const { time, reason } = first;
      needs.push({ name, action, before: formatTime(time), reason, status: statusOf(time, options) });
    }
  }
  return needs.sort((a, b) => Date.parse(a.before) - Date.parse(b.before));
}

function statusOf(time: Date, { at, leadDays = 180 }: DueOptions): RenewalNeed['status'] {
  if (time <= at) return 'lapsed';
  return time.getTime() - at.getTime() <= leadDays * DAY_MS ? 'due' : 'later';
}

async function newestOf(
  evidence: EvidenceStore | Uint8Array,
): Promise<{ readonly token: Uint8Array; readonly hash: DigestName | undefined }> {
  if (!(evidence instanceof Uint8Array)) {
    const { tokens, hash } = newestChain(await readState(evidence));
    return { token: tokens.at(-1)!, hash };
  }
  const record = await readEvidence(sourceFromBytes(evidence));
  const { token } = record.chains.at(-1)!.stamps.at(-1)!;
  return { token, hash: parseTimestampToken(token).info.hash };
}

interface End {
  readonly action: RenewalNeed['action'];
  readonly time: Date;
  readonly reason: string;
}

async function endsOf(token: Uint8Array, hash: DigestName | undefined, options: DueOptions): Promise<End[]> {
  const parsed = parseTimestampToken(token);
  const certificates = [...parsed.signedData.certificates, ...(options.certificates ?? [])];
  const { certificate, algorithms } = await checkTimestampToken(parsed, () => undefined, certificates);
  const chain = certificate === undefined ? [] : chainOf(certificate, certificates.map(parseCertificate));
  const uses = [...algorithms, ...chainAlgorithms(chain, pkiMemo()).flat()];
  const ends: End[] = chain.map(({ notAfter, subject }) => ({
    action: 'timestamp',
    time: notAfter,
    reason: `${subject.text} expires`,
  }));
  for (const { use, ends: time, reason } of algorithmEnds(uses, options.algorithms)) {
    const ofTree = use.kind === 'digest' && use.digest === hash;
    if (time !== undefined) ends.push({ action: ofTree ? 'hash-tree' : 'timestamp', time, reason });
  }
  return ends;
}

/** The certificate and those above it, as far as they are there, by name. */
function chainOf(certificate: Certificate, known: readonly Certificate[]): Certificate[] {
  const chain = new Set([certificate]);
  for (const child of chain) {
    for (const issuer of known) {
      if (equalBytes(issuer.subject.raw, child.issuer.raw)) chain.add(issuer);
    }
  }
  return [...chain];
}
