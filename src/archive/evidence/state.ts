import {
  canonicalJsonBytes,
  equalBytes,
  fromBase64,
  fromUtf8,
  isYinxinError,
  readAll,
  toBase64,
  YinxinError,
} from '../../foundation/core/index.ts';
import { type CurrentDigestName, digestLength } from '../../foundation/crypto/index.ts';
import { MAX_ARITY } from './group-node.ts';
import { putFile } from './put-file.ts';
import { type EvidenceStore, STATE_NAME } from './store.ts';

/**
 * Whence the digests of a chain come: `objects`: the objects were read; `asserted-from-ingest`: they were recorded at
 * ingest, under the first timestamp, and no object was opened; `sampled`: so, and some objects were opened and compared.
 */
export type DigestOrigin = 'objects' | 'asserted-from-ingest' | 'sampled';

/** One chain of a store: a tree and its timestamps, shared by all objects. */
export interface ChainState {
  readonly hash: CurrentDigestName;
  readonly arity: number;
  /** Nodes per level, leaves first. */
  readonly counts: readonly number[];
  /** Objects whose first hash list holds more than the leaf. */
  readonly values: number;
  readonly origin: DigestOrigin;
  /** Objects that were compared. */
  readonly sampled: number;
  /** Tokens, DER, oldest first. */
  readonly tokens: readonly Uint8Array[];
}

/** What counts in a store. It is written last, and whole: what it does not name was never anchored. */
export interface EvidenceState {
  readonly objects: number;
  /** Digests recorded at ingest; the first is that of the first tree. */
  readonly digests: readonly CurrentDigestName[];
  /** Each object is a group with a manifest of its digests. */
  readonly manifests: boolean;
  /** Objects whose digests are kept. */
  readonly ingest: number;
  readonly chains: readonly ChainState[];
}

const SCHEMA = 'yinxin.evidence/1';
const NAMES: readonly string[] = ['sha256', 'sha384', 'sha512', 'sm3'];
const ORIGINS: readonly string[] = ['objects', 'asserted-from-ingest', 'sampled'];
/** A million renewals: no archive comes near. */
const MAX_BYTES = 64 * 1024 * 1024;

/** The newest chain. */
export function newestChain({ chains }: EvidenceState): ChainState {
  return chains.at(-1)!;
}

/**
 * Writes the state in one step, if it still is what was read `before` (undefined: nothing). EVIDENCE_CONFLICT where
 * somebody changed it meanwhile: two renewals would otherwise each build on the same token, and one be lost.
 */
export async function writeState(
  store: EvidenceStore,
  state: EvidenceState,
  before: EvidenceState | undefined,
): Promise<void> {
  const now = (await hasState(store)) ? bytesOf(await readState(store)) : undefined;
  const then = before === undefined ? undefined : bytesOf(before);
  if (now === undefined ? then !== undefined : then === undefined || !equalBytes(now, then)) {
    throw new YinxinError(
      'EVIDENCE_CONFLICT',
      'the store was changed meanwhile: nothing was written, begin again',
      {
        details: { reason: 'changed' },
      },
    );
  }
  await putFile(store, STATE_NAME, bytesOf(state));
}

function bytesOf(state: EvidenceState): Uint8Array {
  const chains = state.chains.map(({ tokens, ...chain }) => ({
    ...chain,
    counts: [...chain.counts],
    tokens: tokens.map(toBase64),
  }));
  return canonicalJsonBytes({ schema: SCHEMA, ...state, digests: [...state.digests], chains });
}

/** True where something was anchored in a store. */
export async function hasState(store: EvidenceStore): Promise<boolean> {
  return (await store.list()).includes(STATE_NAME);
}

/** Reads the state. EVIDENCE_CORRUPT where it is not what this library writes. */
export async function readState(store: EvidenceStore): Promise<EvidenceState> {
  if (!(await hasState(store))) {
    throw new YinxinError('EVIDENCE_INVALID', 'nothing was anchored in this store: create evidence first');
  }
  const source = await store.open(STATE_NAME);
  try {
    if (source.size > MAX_BYTES) throw corrupt('is too large');
    return parseState(JSON.parse(fromUtf8(await readAll(source))));
  } catch (error) {
    if (error instanceof SyntaxError || isYinxinError(error, 'ENCODING_INVALID'))
      throw corrupt('is no JSON', error);
    throw error;
  } finally {
    await (source as { close?(): Promise<void> }).close?.();
  }
}

function parseState(json: unknown): EvidenceState {
  const state = record(json);
  if (state['schema'] !== SCHEMA) throw corrupt('is of another schema');
  const objects = whole(state['objects']);
  const digests = list(state['digests']).map(digestName);
  const chains = list(state['chains']).map((chain) => parseChain(record(chain), objects));
  if (digests.length === 0 || chains.length === 0 || objects === 0) throw corrupt('is empty');
  const manifests = state['manifests'];
  if (typeof manifests !== 'boolean') throw corrupt('has a wrong field');
  return { objects, digests, manifests, ingest: whole(state['ingest']), chains };
}

function parseChain(chain: Record<string, unknown>, objects: number): ChainState {
  const counts = list(chain['counts']).map(whole);
  const arity = whole(chain['arity']);
  const origin = chain['origin'];
  const tokens = list(chain['tokens']).map((token) => fromBase64(text(token)));
  if (arity < 2 || arity > MAX_ARITY || !isTree(counts, arity, objects)) throw corrupt('names no tree');
  if (tokens.length === 0) throw corrupt('has a chain without timestamp');
  if (!ORIGINS.includes(text(origin))) throw corrupt('has a wrong field');
  return {
    hash: digestName(chain['hash']),
    arity,
    counts,
    values: whole(chain['values']),
    origin: origin as DigestOrigin,
    sampled: whole(chain['sampled']),
    tokens,
  };
}

/** Levels shrink by the arity down to the root. */
function isTree(counts: readonly number[], arity: number, objects: number): boolean {
  if (counts[0] !== objects || counts.at(-1) !== 1) return false;
  return counts.every((count, i) => i === 0 || count === Math.ceil(counts[i - 1]! / arity));
}

function digestName(value: unknown): CurrentDigestName {
  if (!NAMES.includes(text(value))) throw corrupt('names an unknown digest');
  digestLength(value as CurrentDigestName);
  return value as CurrentDigestName;
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw corrupt('has a wrong field');
  return value as Record<string, unknown>;
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw corrupt('has a wrong field');
  return value;
}

function whole(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw corrupt('has a wrong number');
  return value as number;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw corrupt('has a wrong field');
  return value;
}

function corrupt(message: string, cause?: unknown): YinxinError {
  return new YinxinError('EVIDENCE_CORRUPT', `${STATE_NAME} ${message}: restore it from a copy`, {
    ...(cause === undefined ? {} : { cause }),
  });
}
