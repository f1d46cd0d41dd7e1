import {
  concatBytes,
  equalBytes,
  type Random,
  type TimestampAuthority,
  YinxinError,
} from '../../foundation/core/index.ts';
import { type CurrentDigestName, digest } from '../../foundation/crypto/index.ts';
import { distinct, encodeSequence, renewedDigest } from '../../foundation/evidence/index.ts';
import { obtainTimestamp } from '../../foundation/pki/index.ts';
import type { JudgeOptions } from '../../foundation/validation/index.ts';
import { digestManifest, type ObjectDigests } from './digest-manifest.ts';
import { digestsOfInput, type EvidenceInput, leafOf, unpackDigests, valuesOf } from './objects.ts';
import { asOneRenewer } from './one-writer.ts';
import { StoredChains } from './record-for.ts';
import { compareSample, type EvidenceSample } from './sample-objects.ts';
import { SparseReader, SparseWriter } from './sparse-records.ts';
import { assertLater, assertStanding, withDataInNewest } from './standing.ts';
import { type DigestOrigin, type EvidenceState, newestChain, readState, writeState } from './state.ts';
import { type EvidenceStore, INGEST_NAME, levelName, valuesName } from './store.ts';
import { assertTree } from './stored-root.ts';
import { TreeBuilder } from './tree-builder.ts';

/** How a hash-tree renewal is made. */
export interface RenewHashTreeOptions extends JudgeOptions {
  /** The new digest. */
  readonly hash: CurrentDigestName;
  readonly tsa: TimestampAuthority;
  readonly random?: Random;
  /**
   * All objects again, in their order, with their digests by the new algorithm and by all that were recorded; unset: the
   * digests recorded at ingest, under the first timestamp, are used and no object is opened.
   */
  readonly objects?: Iterable<EvidenceInput> | AsyncIterable<EvidenceInput>;
  /** Objects to be opened and compared with all their recorded digests; the first that differs ends the renewal. */
  readonly sample?: EvidenceSample;
  readonly onProgress?: (objects: number) => void;
}

/** A hash-tree renewal that was made. */
export interface RenewedHashTree {
  readonly objects: number;
  readonly root: Uint8Array;
  readonly token: Uint8Array;
  readonly origin: DigestOrigin;
  readonly sampled: number;
}

const PROGRESS_EVERY = 16_384;

/**
 * Starts a new chain by a new digest (RFC 4998 5.2) before the old one gets weak: of each object the new digest, joined
 * with that of all its chains so far, becomes a leaf of a new tree under a new timestamp. The old tree is made anew from
 * its leaves and compared, its newest timestamp must be good at `at`, and the digests used must be those that the first
 * timestamp covers. With digests recorded at ingest nothing is opened: the result says `asserted-from-ingest`, because
 * nobody looked whether the objects still are what they were, or `sampled` where some were.
 *
 * @throws EVIDENCE_LAPSED where the old chain is not good at `at` any more; EVIDENCE_CORRUPT where stored files or a
 * sampled object are not what was stamped; ARGUMENT_INVALID where the new digest was not recorded; TIMESTAMP_FAILED;
 * EVIDENCE_CONFLICT while somebody else writes to the store.
 */
export function renewHashTree(store: EvidenceStore, options: RenewHashTreeOptions): Promise<RenewedHashTree> {
  return asOneRenewer(store, () => renew(store, options));
}

async function renew(store: EvidenceStore, options: RenewHashTreeOptions): Promise<RenewedHashTree> {
  const state = await readState(store);
  assertDigest(state, options);
  await assertStanding(state, await assertTree(store, state), options);
  const prepared = withDataInNewest(state, options);
  const sampled = await assertSample(store, state, options.sample);
  const { hash, tsa, random } = options;
  const { tree, values } = await growTree(store, prepared, options);
  const token = await obtainTimestamp(tsa, hash, tree.root, random === undefined ? {} : { random });
  assertLater(token, newestChain(prepared).tokens.at(-1)!);
  const origin: DigestOrigin =
    options.objects !== undefined ? 'objects' : sampled > 0 ? 'sampled' : 'asserted-from-ingest';
  const { arity } = newestChain(state);
  const chain = { hash, arity, counts: tree.counts, values, origin, sampled, tokens: [token] };
  await writeState(store, { ...prepared, chains: [...prepared.chains, chain] }, state);
  return { objects: state.objects, root: tree.root, token, origin, sampled };
}

function assertDigest(state: EvidenceState, { hash, objects }: RenewHashTreeOptions): void {
  if (objects === undefined && (!state.digests.includes(hash) || !state.manifests)) {
    const recorded = state.manifests ? state.digests.join(', ') : 'none for renewals';
    throw new YinxinError(
      'ARGUMENT_INVALID',
      `the digest by ${hash} was not recorded at ingest (${recorded}): give the objects again`,
      { details: { recorded: state.manifests ? state.digests : [] } },
    );
  }
}

async function assertSample(
  store: EvidenceStore,
  state: EvidenceState,
  sample: EvidenceSample | undefined,
): Promise<number> {
  if (sample === undefined) return 0;
  const { objects, differing } = await compareSample(store, state, sample);
  const [first] = differing;
  if (first === undefined) return objects;
  throw new YinxinError('EVIDENCE_CORRUPT', `object ${first.object} is not what was anchored: restore it`, {
    details: { ...first },
  });
}

/** The new tree over all objects and their chains so far. */
async function growTree(
  store: EvidenceStore,
  state: EvidenceState,
  options: RenewHashTreeOptions,
): Promise<{ tree: Awaited<ReturnType<TreeBuilder['finish']>>; values: number }> {
  const { hash } = options;
  const number = state.chains.length + 1;
  const tree = new TreeBuilder(hash, newestChain(state).arity, (level) =>
    store.create(levelName(number, level)),
  );
  const values = new SparseWriter(store, valuesName(number));
  const chains = new StoredChains(store, state, true);
  try {
    for await (const digests of digestsAgain(store, state, chains, options)) {
      const object = tree.leaves;
      const history = digest(hash, encodeSequence(await chains.of(object)));
      const list = distinct(digests.map((value) => renewedDigest(hash, value, history)));
      if (list.length > 1 && values.put(object, concatBytes(...list))) await values.flush();
      if (tree.add(leafOf(hash, list))) await tree.flush();
      if (tree.leaves % PROGRESS_EVERY === 0) options.onProgress?.(tree.leaves);
    }
    if (tree.leaves !== state.objects) {
      throw new YinxinError('ARGUMENT_INVALID', `give all ${state.objects} objects, not ${tree.leaves}`);
    }
    const built = await tree.finish();
    await values.finish();
    return { tree: built, values: values.count };
  } catch (error) {
    for (const part of [tree, values]) await part.abort().catch(() => undefined);
    throw error;
  } finally {
    await chains.close();
  }
}

/** New digests of the values of each object, which must be the object that was anchored. */
async function* digestsAgain(
  store: EvidenceStore,
  state: EvidenceState,
  chains: StoredChains,
  { hash, objects }: RenewHashTreeOptions,
): AsyncGenerator<Uint8Array[]> {
  const algorithms = [...new Set([...state.digests, hash])];
  const first = state.digests[0]!;
  let object = 0;
  const again = objects ?? recorded(store, state);
  for await (const input of again) {
    if (object >= state.objects) throw new YinxinError('ARGUMENT_INVALID', `give ${state.objects} objects`);
    const all = isDigests(input) ? input : await digestsOfInput(input, algorithms);
    const known = all.map((document) => document.slice(0, state.digests.length));
    const manifest = state.manifests ? digestManifest(known, state.digests) : undefined;
    const leaf = leafOf(first, valuesOf(known, state.digests, first, manifest));
    if (!equalBytes(leaf, await chains.firstLeaf(object))) {
      throw new YinxinError('EVIDENCE_CORRUPT', `object ${object} is not what was anchored: restore it`, {
        details: { object },
      });
    }
    yield valuesOf(all, algorithms, hash, manifest);
    object++;
  }
}

async function* recorded(store: EvidenceStore, state: EvidenceState): AsyncGenerator<ObjectDigests> {
  const ingest = await SparseReader.open(store, INGEST_NAME, state.ingest, true);
  try {
    for (let object = 0; object < state.objects; object++) {
      const packed = await ingest?.get(object);
      if (packed === undefined) {
        throw new YinxinError('EVIDENCE_CORRUPT', 'an object has no recorded digests: restore the store');
      }
      yield unpackDigests(packed, state.digests);
    }
  } finally {
    await ingest?.close();
  }
}

function isDigests(input: EvidenceInput | ObjectDigests): input is ObjectDigests {
  return Array.isArray(input);
}
