import { canonicalJsonBytes, type JsonValue, readCanonicalJson, toHex } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';

/** How far a chain had come at a time. */
export interface AuditCheckpoint {
  readonly v: 'yinxin.audit-checkpoint/1';
  readonly log: string;
  readonly writer: string;
  /** Lines before it. */
  readonly count: number;
  /** SHA-256 of the last of them, hex. */
  readonly head: string;
  /** ISO 8601, by the clock of the log; a timestamp or an evidence record over the bytes proves more. */
  readonly time: string;
}

/** A checkpoint with its signature: to be kept apart from the log, and to be anchored by an evidence record. */
export interface SignedCheckpoint {
  readonly checkpoint: AuditCheckpoint;
  /** Canonical JSON: what is signed. */
  readonly bytes: Uint8Array;
  /** Detached, by whatever signs for the log. */
  readonly signature: Uint8Array;
}

/** What is signed. */
export function checkpointBytes(checkpoint: AuditCheckpoint): Uint8Array {
  return canonicalJsonBytes(checkpoint as unknown as JsonValue);
}

/** SHA-256 of a checkpoint, hex: the leaf that an evidence record anchors. */
export function checkpointDigest({ bytes }: Pick<SignedCheckpoint, 'bytes'>): string {
  return toHex(digest('sha256', bytes));
}

/** A checkpoint from its bytes; `undefined` when they are not the canonical form of one. */
export function readCheckpoint(bytes: Uint8Array): AuditCheckpoint | undefined {
  const read = readCanonicalJson(bytes);
  if (!('value' in read)) return undefined;
  const value: unknown = read.value;
  if (typeof value !== 'object' || value === null) return undefined;
  const { v, log, writer, count, head, time } = value as Partial<Record<keyof AuditCheckpoint, unknown>>;
  const texts = [log, writer, head, time].every((text) => typeof text === 'string');
  const right =
    v === 'yinxin.audit-checkpoint/1' && texts && Number.isSafeInteger(count) && (count as number) >= 0;
  return right ? (value as AuditCheckpoint) : undefined;
}
