import { equalBytes } from '../../core/index.ts';
import type { Certificate } from '../../x509/index.ts';
import type { TstInfo } from './tst-info.ts';

/** Between which times a token was made (RFC 3161 2.4.2). */
export interface TimeWindow {
  /** genTime less the accuracy, rounded down to milliseconds. */
  readonly earliest: Date;
  /** genTime and the accuracy, rounded up: what a token proves existed at this time at the latest. */
  readonly latest: Date;
}

/** A token as it takes part in a comparison; `TimestampReport` is one. */
export interface ComparableTimestamp {
  readonly info: TstInfo;
  /** Of the authority; absent: it may be any. */
  readonly certificate?: Certificate;
}

/** Options of {@link compareTimestamps}. */
export interface CompareTimestampsOptions {
  /** Accuracy of tokens that state none, in seconds, known from the authority's policy. Unset: unknown. */
  readonly assumedAccuracySeconds?: number;
}

const MILLI = 1_000_000n;

/** The window of a token; without a stated accuracy it is genTime itself. */
export function timeWindow({ genTimeNanos, accuracyMicros }: TstInfo): TimeWindow {
  const half = BigInt(accuracyMicros ?? 0) * 1000n;
  return {
    earliest: new Date(Number(floorDivide(genTimeNanos - half))),
    latest: new Date(Number(-floorDivide(-(genTimeNanos + half)))),
  };
}

/**
 * Which of two tokens was made first (RFC 3161 2.4.2)? By genTime alone where both are of one authority, by its
 * certificate, and both say that they are ordered; else only where the times lie further apart than both accuracies
 * together. An accuracy that is not stated is unknown, not zero. Nothing is said about trust in either.
 */
export function compareTimestamps(
  a: ComparableTimestamp,
  b: ComparableTimestamp,
  options: CompareTimestampsOptions = {},
): 'before' | 'after' | 'undecided' {
  const distance = b.info.genTimeNanos - a.info.genTimeNanos;
  const margin = isOrdered(a, b) ? 0n : marginOf(a.info, b.info, options.assumedAccuracySeconds);
  if (margin === undefined) return 'undecided';
  if (distance > margin) return 'before';
  return -distance > margin ? 'after' : 'undecided';
}

function isOrdered(a: ComparableTimestamp, b: ComparableTimestamp): boolean {
  if (!a.info.ordering || !b.info.ordering) return false;
  if (a.certificate === undefined || b.certificate === undefined) return false;
  return equalBytes(a.certificate.raw, b.certificate.raw);
}

function marginOf(a: TstInfo, b: TstInfo, assumedSeconds: number | undefined): bigint | undefined {
  const assumed = assumedSeconds === undefined ? undefined : Math.ceil(assumedSeconds * 1_000_000);
  const [first, second] = [a.accuracyMicros ?? assumed, b.accuracyMicros ?? assumed];
  if (first === undefined || second === undefined) return undefined;
  return (BigInt(first) + BigInt(second)) * 1000n;
}

/** Whole milliseconds, towards the past: bigint division would round towards 1970. */
function floorDivide(nanos: bigint): bigint {
  const quotient = nanos / MILLI;
  return nanos % MILLI < 0n ? quotient - 1n : quotient;
}
