import type { Random, TimestampAuthority } from '../../foundation/core/index.ts';
import { concatBytes, YinxinError } from '../../foundation/core/index.ts';
import type { CurrentDigestName } from '../../foundation/crypto/index.ts';
import { obtainTimestamp } from '../../foundation/pki/index.ts';
import { digestManifest } from './digest-manifest.ts';
import { MAX_ARITY } from './group-node.ts';
import { digestsOfInput, type EvidenceInput, leafOf, packDigests, valuesOf } from './objects.ts';
import { asOneWriter } from './one-writer.ts';
import { SparseWriter } from './sparse-records.ts';
import { type EvidenceState, hasState, writeState } from './state.ts';
import { type EvidenceStore, INGEST_NAME, levelName, valuesName } from './store.ts';
import { type BuiltTree, TreeBuilder } from './tree-builder.ts';

/** What {@link createEvidence} anchors, and where. */
export interface CreateEvidenceInput {
  /** In their order: an object is known by its number from 0. */
  readonly objects: Iterable<EvidenceInput> | AsyncIterable<EvidenceInput>;
  /** Empty, or left by an attempt that did not finish. */
  readonly store: EvidenceStore;
  readonly tsa: TimestampAuthority;
  /**
   * Algorithms recorded at ingest; the first makes the tree. With more than one, each object becomes a data group with a
   * manifest of its digests, so that a hash-tree renewal by one of the others needs no object. Default `['sha256']`.
   */
  readonly digests?: readonly CurrentDigestName[];
  /** Nodes of a group, 2 to 16. Default 4: two thirds of the work of 2 for records some 200 bytes longer. */
  readonly arity?: number;
  /** Gives the nonce of the request; unset: none. */
  readonly random?: Random;
  /** Told the number of objects taken, from time to time. */
  readonly onProgress?: (objects: number) => void;
}

/** What was anchored. */
export interface AnchoredEvidence {
  readonly objects: number;
  readonly root: Uint8Array;
  readonly token: Uint8Array;
}

const DEFAULT_ARITY = 4;
const PROGRESS_EVERY = 65_536;

/**
 * Anchors any number of objects under one timestamp (RFC 4998 4.2): leaves and levels go to the store in one pass, in
 * memory that does not grow with the objects; then the root is stamped; then the store says so, in one step. Equal
 * objects in equal order give equal trees. Killed at any instant, the store holds either nothing that counts or
 * everything: call again with the same objects.
 *
 * Records are handed out by `evidenceRecordFor`. Not checked: whether the authority is believed by anybody.
 *
 * @throws ARGUMENT_INVALID for wrong digests, an empty list and a store that holds evidence already; TIMESTAMP_FAILED;
 * EVIDENCE_CONFLICT while somebody else writes to the store; errors of the store.
 */
export function createEvidence(input: CreateEvidenceInput): Promise<AnchoredEvidence> {
  return asOneWriter(input.store, () => anchor(input));
}

async function anchor(input: CreateEvidenceInput): Promise<AnchoredEvidence> {
  const { store, digests = ['sha256'], arity = DEFAULT_ARITY } = input;
  assertInput(digests, arity);
  if (await hasState(store)) {
    throw new YinxinError('ARGUMENT_INVALID', 'the store holds evidence already: renew it, or take another');
  }
  const hash = digests[0]!;
  const ingest = await takeIn(input, digests, arity);
  const { root } = ingest.tree;
  const options = input.random === undefined ? {} : { random: input.random };
  const token = await obtainTimestamp(input.tsa, hash, root, options);
  const { counts } = ingest.tree;
  const chain = {
    hash,
    arity,
    counts,
    values: ingest.values,
    origin: 'objects',
    sampled: 0,
    tokens: [token],
  };
  const state = {
    objects: counts[0]!,
    digests,
    manifests: digests.length > 1,
    ingest: ingest.kept,
    chains: [chain],
  } as EvidenceState;
  await writeState(store, state, undefined);
  return { objects: state.objects, root, token };
}

interface Ingest {
  readonly tree: BuiltTree;
  readonly values: number;
  readonly kept: number;
}

/** Tree, first hash lists and digests, in one pass over the objects. */
async function takeIn(
  { objects, store, onProgress }: CreateEvidenceInput,
  digests: readonly CurrentDigestName[],
  arity: number,
): Promise<Ingest> {
  const hash = digests[0]!;
  const manifests = digests.length > 1;
  const tree = new TreeBuilder(hash, arity, (level) => store.create(levelName(1, level)));
  const values = new SparseWriter(store, valuesName(1));
  const kept = new SparseWriter(store, INGEST_NAME);
  const parts = [tree, values, kept];
  try {
    const take = async (object: EvidenceInput): Promise<void> => {
      const number = tree.leaves;
      const found = await digestsOfInput(object, digests);
      const manifest = manifests ? digestManifest(found, digests) : undefined;
      const list = valuesOf(found, digests, hash, manifest);
      if (list.length > 1 && values.put(number, concatBytes(...list))) await values.flush();
      // What lists and leaf do not tell: the order of documents, and the other algorithms.
      if ((manifests || list.length > 1) && kept.put(number, packDigests(found))) await kept.flush();
      if (tree.add(leafOf(hash, list))) await tree.flush();
    };
    const takeDigest = (object: EvidenceInput): boolean | undefined =>
      object instanceof Uint8Array && !manifests ? tree.add(object) : undefined;
    const told = (): void => {
      if (tree.leaves % PROGRESS_EVERY === 0) onProgress?.(tree.leaves);
    };
    if (Symbol.iterator in objects) {
      // Ten million bare digests are taken without ten million turns of the event loop.
      for (const object of objects) {
        const waiting = takeDigest(object);
        if (waiting === undefined) await take(object);
        else if (waiting) await tree.flush();
        told();
      }
    } else {
      for await (const object of objects) {
        await take(object);
        told();
      }
    }
    const built = await tree.finish();
    await values.finish();
    await kept.finish();
    return { tree: built, values: values.count, kept: kept.count };
  } catch (error) {
    for (const part of parts) await part.abort().catch(() => undefined);
    throw error;
  }
}

function assertInput(digests: readonly CurrentDigestName[], arity: number): void {
  if (digests.length === 0 || new Set(digests).size !== digests.length) {
    throw new YinxinError('ARGUMENT_INVALID', 'give each digest algorithm once');
  }
  const known: readonly string[] = ['sha256', 'sha384', 'sha512', 'sm3'];
  if (!digests.every((name) => known.includes(name))) {
    throw new YinxinError('ARGUMENT_INVALID', 'give sha256, sha384, sha512 or sm3');
  }
  if (!Number.isInteger(arity) || arity < 2 || arity > MAX_ARITY) {
    throw new YinxinError('ARGUMENT_INVALID', `give an arity of 2 to ${MAX_ARITY}`);
  }
}
