import { equalBytes, YinxinError } from '../../foundation/core/index.ts';
import type { CurrentDigestName } from '../../foundation/crypto/index.ts';
import {
  encodeArchiveTimeStamp,
  encodeChain,
  encodeEvidenceRecord,
  encodeSequence,
  type HashList,
} from '../../foundation/evidence/index.ts';
import { parseTimestampToken } from '../../foundation/pki/index.ts';
import { digestManifest } from './digest-manifest.ts';
import { leafOf, unpackDigests, unpackValues } from './objects.ts';
import { SparseReader } from './sparse-records.ts';
import { type ChainState, type DigestOrigin, type EvidenceState, readState } from './state.ts';
import { type EvidenceStore, INGEST_NAME, valuesName } from './store.ts';
import { TreeReader } from './tree-reader.ts';

/** How a chain of a record was made. */
export interface ChainOrigin {
  readonly hash: CurrentDigestName;
  readonly origin: DigestOrigin;
  /** Objects that were opened and compared, out of `objects`. */
  readonly sampled: number;
  readonly objects: number;
}

/** A record, and what must be handed over with it. */
export interface IssuedRecord {
  /** EvidenceRecord, DER (RFC 4998). */
  readonly record: Uint8Array;
  /** The manifest of digests that is a document of the object's group; absent where objects stand alone. */
  readonly manifest?: Uint8Array;
  /** Documents of the object, the manifest not counted. */
  readonly documents: number;
  /** Whence the digests of each chain come, oldest first: whether anybody looked at the objects when it was made. */
  readonly chains: readonly ChainOrigin[];
  /**
   * What a third party needs: all of it to see the whole group (`group: 'exact'`), any one document for that one.
   */
  readonly handOver: readonly string[];
}

/**
 * The evidence record of one object, by its number from 0: assembled from the stored trees, and handed out only after
 * its hash lists were followed to the stamped roots.
 *
 * @throws ARGUMENT_INVALID for an object that is not there; EVIDENCE_CORRUPT where stored files do not lead to the roots.
 */
export async function evidenceRecordFor(store: EvidenceStore, object: number): Promise<IssuedRecord> {
  const state = await readState(store);
  if (!Number.isInteger(object) || object < 0 || object >= state.objects) {
    throw new YinxinError('ARGUMENT_INVALID', `give an object from 0 to ${state.objects - 1}`);
  }
  const chains = new StoredChains(store, state, false);
  const ingest = await SparseReader.open(store, INGEST_NAME, state.ingest, false);
  try {
    const encoded = await chains.of(object);
    const record = encodeEvidenceRecord(
      state.chains.map(({ hash }) => hash),
      encodeSequence(encoded),
    );
    const packed = await ingest?.get(object);
    const digests = packed === undefined ? undefined : unpackDigests(packed, state.digests);
    const documents = digests?.length ?? 1;
    const manifest =
      state.manifests && digests !== undefined ? digestManifest(digests, state.digests) : undefined;
    return {
      record,
      ...(manifest === undefined ? {} : { manifest }),
      documents,
      chains: state.chains.map(({ hash, origin, sampled }) => ({
        hash,
        origin,
        sampled,
        objects: state.objects,
      })),
      handOver: [
        'the evidence record',
        documents === 1 ? 'the document' : `all ${documents} documents of the group`,
        ...(manifest === undefined ? [] : ['the manifest of digests']),
      ],
    };
  } finally {
    await chains.close();
    await ingest?.close();
  }
}

/** Encodes chains of objects out of a store. */
export class StoredChains {
  readonly #store: EvidenceStore;
  readonly #chains: readonly ChainState[];
  readonly #inOrder: boolean;
  readonly #readers: TreeReader[];
  readonly #roots: readonly Uint8Array[];
  #values: (SparseReader | undefined)[] | undefined;

  constructor(store: EvidenceStore, { chains }: EvidenceState, inOrder: boolean) {
    this.#store = store;
    this.#chains = chains;
    this.#inOrder = inOrder;
    this.#readers = chains.map((chain, i) => new TreeReader(store, i + 1, chain, inOrder));
    this.#roots = chains.map(({ tokens }) => parseTimestampToken(tokens[0]!).info.messageImprint);
  }

  /** Leaf of an object in the first tree. */
  firstLeaf(object: number): Promise<Uint8Array> {
    return this.#readers[0]!.leaf(object);
  }

  /** DER of each chain of an object. EVIDENCE_CORRUPT where it does not lead to the stamped root. */
  async of(object: number): Promise<Uint8Array[]> {
    this.#values ??= await Promise.all(
      this.#chains.map((chain, i) =>
        SparseReader.open(this.#store, valuesName(i + 1), chain.values, this.#inOrder),
      ),
    );
    const encoded: Uint8Array[] = [];
    for (const [i, chain] of this.#chains.entries()) encoded.push(await this.#chain(i, chain, object));
    return encoded;
  }

  async close(): Promise<void> {
    for (const reader of this.#readers) await reader.close();
    for (const values of this.#values ?? []) await values?.close();
  }

  async #chain(i: number, { hash, tokens }: ChainState, object: number): Promise<Uint8Array> {
    const reader = this.#readers[i]!;
    const leaf = await reader.leaf(object);
    const packed = await this.#values![i]?.get(object);
    const first: HashList = packed === undefined ? [leaf] : unpackValues(packed, hash);
    const { lists, root } = await reader.above(object, leafOf(hash, first));
    if (!equalBytes(root, this.#roots[i]!)) {
      throw new YinxinError(
        'EVIDENCE_CORRUPT',
        'the stored tree does not lead to its timestamp: restore it',
        {
          details: { chain: i + 1, object },
        },
      );
    }
    // A single value without siblings is stamped itself (RFC 4998 4.2: no hash lists then).
    const hashTree = first.length === 1 && lists.length === 0 ? [] : [first, ...lists];
    const [token, ...renewals] = tokens as [Uint8Array, ...Uint8Array[]];
    return encodeChain([
      encodeArchiveTimeStamp({ hash, hashTree, token }),
      ...renewals.map((renewal) => encodeArchiveTimeStamp({ hash, token: renewal })),
    ]);
  }
}
