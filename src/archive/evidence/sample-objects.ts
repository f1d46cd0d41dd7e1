import { equalBytes, type FileInput, YinxinError } from '../../foundation/core/index.ts';
import type { ObjectDigests } from './digest-manifest.ts';
import { digestsOfFile, unpackDigests } from './objects.ts';
import { asOneRenewer } from './one-writer.ts';
import { StoredChains } from './record-for.ts';
import { SparseReader } from './sparse-records.ts';
import { type DigestOrigin, type EvidenceState, newestChain, readState, writeState } from './state.ts';
import { type EvidenceStore, INGEST_NAME } from './store.ts';

/** Objects to be opened, by number from 0, and how; documents of an object are counted from 0. */
export interface EvidenceSample {
  readonly objects: readonly number[];
  readonly open: (object: number, document: number) => Promise<FileInput>;
}

/** A document that is not what was anchored. */
export interface DifferingDocument {
  readonly object: number;
  readonly document: number;
}

/** Answer of {@link sampleEvidence}. */
export interface SampledEvidence {
  /** Objects that were opened now, each counted once. */
  readonly sampled: number;
  /** Objects of the store. */
  readonly of: number;
  /** Documents whose digests are not those recorded. Empty: every object of the sample is what was anchored. */
  readonly differing: readonly DifferingDocument[];
  /** What is known from now on of the newest chain. */
  readonly origin: DigestOrigin;
}

/**
 * Opens some objects and compares each of their documents with all digests recorded at ingest: after a hash-tree renewal
 * that opened nothing (`asserted-from-ingest`) this is how an archive learns whether the objects still are what they
 * were. Where all agree the store says `sampled` and the number; the largest sample so far is what it says. Where one
 * differs the store says nothing new, and the document is named: restore it from a copy.
 *
 * Not checked: objects that are not in the sample, and the timestamps (`verifyEvidenceRecord`).
 *
 * @throws ARGUMENT_INVALID for an empty sample and objects that are not there; EVIDENCE_CONFLICT, EVIDENCE_CORRUPT.
 */
export function sampleEvidence(store: EvidenceStore, sample: EvidenceSample): Promise<SampledEvidence> {
  return asOneRenewer(store, async () => {
    const state = await readState(store);
    if (sample.objects.length === 0) throw new YinxinError('ARGUMENT_INVALID', 'give at least one object');
    const { objects, differing } = await compareSample(store, state, sample);
    const newest = newestChain(state);
    const agrees = differing.length === 0 && newest.origin !== 'objects';
    const chain = agrees
      ? { ...newest, origin: 'sampled' as const, sampled: Math.max(newest.sampled, objects) }
      : newest;
    if (agrees) await writeState(store, { ...state, chains: [...state.chains.slice(0, -1), chain] }, state);
    return { sampled: objects, of: state.objects, differing, origin: chain.origin };
  });
}

/** Opens the objects of a sample, each once, and names every document that is not what was recorded. */
export async function compareSample(
  store: EvidenceStore,
  state: EvidenceState,
  { objects, open }: EvidenceSample,
): Promise<{ readonly objects: number; readonly differing: readonly DifferingDocument[] }> {
  const wanted = [...new Set(objects)];
  if (!wanted.every((object) => Number.isInteger(object) && object >= 0 && object < state.objects)) {
    throw new YinxinError('ARGUMENT_INVALID', `give objects from 0 to ${state.objects - 1}`);
  }
  const ingest = await SparseReader.open(store, INGEST_NAME, state.ingest, false);
  const chains = new StoredChains(store, state, false);
  const differing: DifferingDocument[] = [];
  try {
    for (const object of wanted) {
      const packed = await ingest?.get(object);
      // An object that stands alone is its leaf.
      const recorded: ObjectDigests =
        packed === undefined ? [[await chains.firstLeaf(object)]] : unpackDigests(packed, state.digests);
      for (const [document, digests] of recorded.entries()) {
        const found = await digestsOfFile(await open(object, document), state.digests);
        if (!digests.every((value, i) => equalBytes(value, found[i]!))) differing.push({ object, document });
      }
    }
    return { objects: wanted.length, differing };
  } finally {
    await ingest?.close();
    await chains.close();
  }
}
