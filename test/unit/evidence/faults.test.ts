import { describe, expect, it } from 'vitest';
import {
  createEvidence,
  type EvidenceStore,
  evidenceRecordFor,
  memoryEvidenceStore,
  renewHashTree,
  renewTimestamp,
  verifyEvidenceRecord,
} from '../../../src/archive/index.ts';
import { parseEvidenceRecord } from '../../../src/foundation/evidence/index.ts';
import { day, documentOf, documents, trusting, tsaAt } from './world.ts';

const COUNT = 19;
const DIGESTS = ['sha256', 'sha512'] as const;

class Killed extends Error {}

/** A store in memory whose process dies at a step: before it happens, or right after it. */
function dying(files: Map<string, Uint8Array>, step: number, when: 'before' | 'after'): EvidenceStore {
  const store = memoryEvidenceStore(files);
  let steps = 0;
  let dead = false;
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    if (dead) throw new Killed();
    const hit = steps++ === step;
    if (hit && when === 'before') dead = true;
    if (dead) throw new Killed();
    const result = await work();
    if (hit) dead = true;
    if (dead) throw new Killed();
    return result;
  };
  return {
    list: () => store.list(),
    open: (name) => store.open(name),
    create: (name) =>
      guard(async () => {
        const sink = await store.create(name);
        return {
          write: (chunk) => guard(() => sink.write(chunk)),
          // Flush and rename: the file is seen whole, or not at all.
          close: () => guard(() => sink.close()),
          abort: async () => undefined,
        };
      }),
  };
}

/** Runs an act with a death at every step until it survives; after each death the same act must finish. */
async function survives(
  before: ReadonlyMap<string, Uint8Array>,
  act: (store: EvidenceStore) => Promise<unknown>,
  check: (store: EvidenceStore, state: 'before' | 'after') => Promise<void>,
): Promise<number> {
  for (let step = 0; ; step++) {
    for (const when of ['before', 'after'] as const) {
      const files = new Map(before);
      const died = await act(dying(files, step, when)).then(
        () => false,
        (error: unknown) => {
          expect(error).toBeInstanceOf(Killed);
          return true;
        },
      );
      if (!died) return step;
      const done = !same(files.get('evidence.json'), before.get('evidence.json'));
      await check(memoryEvidenceStore(new Map(files)), done ? 'after' : 'before');
      if (done) continue;
      await act(memoryEvidenceStore(files));
      await check(memoryEvidenceStore(files), 'after');
    }
  }
}

const same = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && Buffer.compare(a, b) === 0);

async function expectGood(store: EvidenceStore, at: Date, shape: readonly number[]): Promise<void> {
  for (const i of [0, COUNT - 1]) {
    const { record, manifest } = await evidenceRecordFor(store, i);
    const report = await verifyEvidenceRecord(record, {
      ...(await trusting(at)),
      data: [documentOf(i), manifest!],
    });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(parseEvidenceRecord(record).chains.map(({ stamps }) => stamps.length)).toEqual(shape);
  }
}

describe('killed at every write, flush and rename', () => {
  const made = day('2026-07-01');
  const anchor = async (store: EvidenceStore): Promise<unknown> =>
    createEvidence({ objects: documents(COUNT), store, digests: DIGESTS, tsa: await tsaAt(0, made) });

  it('anchoring has happened or has not, and the next run finishes', async () => {
    const steps = await survives(new Map(), anchor, async (store, state) => {
      if (state === 'after') return expectGood(store, day('2027-01-01'), [1]);
      await expect(evidenceRecordFor(store, 0)).rejects.toMatchObject({ code: 'EVIDENCE_INVALID' });
    });
    expect(steps).toBeGreaterThan(15);
  });

  it('renewing a timestamp has happened or has not', async () => {
    const files = new Map<string, Uint8Array>();
    await anchor(memoryEvidenceStore(files));
    const at = day('2029-06-01');
    const renew = async (store: EvidenceStore): Promise<unknown> =>
      renewTimestamp(store, { ...(await trusting(at)), tsa: await tsaAt(1, at) });
    const steps = await survives(files, renew, (store, state) =>
      expectGood(store, day('2029-07-01'), state === 'after' ? [2] : [1]),
    );
    expect(steps).toBeGreaterThanOrEqual(3);
  });

  it('renewing the hash tree has happened or has not', async () => {
    const files = new Map<string, Uint8Array>();
    await anchor(memoryEvidenceStore(files));
    const at = day('2029-06-01');
    const renew = async (store: EvidenceStore): Promise<unknown> =>
      renewHashTree(store, { ...(await trusting(at)), hash: 'sha512', tsa: await tsaAt(1, at) });
    const steps = await survives(files, renew, (store, state) =>
      expectGood(store, day('2029-07-01'), state === 'after' ? [1, 1] : [1]),
    );
    expect(steps).toBeGreaterThan(15);
  });
});
