import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  openFolder,
  openFolderStore,
  openFolderTarget,
  writeFileBeside,
} from '../../../../src/adapters/files/index.ts';
import {
  createEvidence,
  type DisposalProposal,
  disposeRecords,
  evidenceRecordFor,
  type HeldRecord,
  proposeDisposal,
  readArchive,
  receiveBatch,
  renewHashTree,
  renewTimestamp,
  transferBatch,
  verifyEvidenceRecord,
} from '../../../../src/archive/index.ts';
import { toHex } from '../../../../src/foundation/core/index.ts';
import { digest } from '../../../../src/foundation/crypto/index.ts';
import { parseEvidenceRecord } from '../../../../src/foundation/evidence/index.ts';
import { retentionTable } from '../../../../src/policy/index.ts';
import { createTestPki, type TestIdentity, type TestPki } from '../../../../src/testing/index.ts';
import { testPki } from '../../asic/fixtures.ts';
import { day, documentOf, documents, trusting, tsaAt } from '../../evidence/world.ts';
import { samplePackage } from '../fixtures.ts';

/**
 * A process that dies at the n-th thing it does to the disk: half of that write is there, what was not flushed is gone,
 * and nothing is done any more, not even clearing up.
 */
const disk = vi.hoisted(() => ({
  left: Number.POSITIVE_INFINITY,
  steps: 0,
  dead: false,
  dirty: new Set<string>(),
}));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const killed = (): Error => Object.assign(new Error('killed'), { code: 'EKILLED' });
  /** True when the process dies in this step. */
  const dies = (): boolean => {
    if (disk.dead) throw killed();
    disk.steps++;
    if (disk.left-- > 0) return false;
    disk.dead = true;
    return true;
  };
  const die = async (): Promise<never> => {
    for (const path of disk.dirty) await real.truncate(path, 1).catch(() => undefined);
    disk.dirty.clear();
    throw killed();
  };
  const step =
    <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> =>
      dies() ? die() : work(...args);
  const open: typeof real.open = async (path, flags, mode) => {
    const writes = typeof flags === 'string' && /[wa+]/.test(flags);
    if (writes && dies()) return die();
    const handle = await real.open(path, flags, mode);
    const name = String(path);
    return new Proxy(handle, {
      get(target, key) {
        const value = Reflect.get(target, key) as unknown;
        if (typeof value !== 'function') return value;
        if (key === 'write') {
          return async (bytes: Uint8Array, at: number, length: number) => {
            disk.dirty.add(name);
            if (!dies()) return target.write(bytes, at, length, null);
            await target.write(bytes, at, Math.floor(length / 2), null);
            return die();
          };
        }
        if (key === 'sync') {
          return async () => {
            if (dies()) return die();
            await target.sync();
            disk.dirty.delete(name);
          };
        }
        return value.bind(target);
      },
    });
  };
  return {
    ...real,
    open,
    rename: step(real.rename),
    link: step(real.link),
    unlink: step(real.unlink),
    mkdir: step(real.mkdir),
    writeFile: step(real.writeFile),
  };
});

const home = mkdtempSync(join(tmpdir(), 'yinxin-killed-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/**
 * Does the work once to count its steps, then kills it at each of them: after every kill `look` must find it before or
 * after, the next run finishes, and `look` finds it after.
 */
async function killedAtEveryStep(
  prepare: (folder: string) => Promise<void>,
  work: (folder: string) => Promise<unknown>,
  look: (folder: string, finished: boolean) => Promise<void>,
): Promise<number> {
  let steps = 1;
  for (let kill = -1; kill < steps; kill++) {
    const folder = mkdtempSync(join(home, 'x-'));
    await prepare(folder);
    Object.assign(disk, { steps: 0, left: kill === -1 ? Number.POSITIVE_INFINITY : kill });
    const outcome = await work(folder).then(
      () => 'done',
      () => 'killed',
    );
    if (kill === -1) steps = disk.steps;
    // Closing a folder that was flushed is no matter of life and death.
    else expect(['killed', 'done']).toContain(outcome);
    Object.assign(disk, { left: Number.POSITIVE_INFINITY, dead: false });
    disk.dirty.clear();
    await look(folder, outcome === 'done');
    await work(folder).catch((error: unknown) => {
      // What was done before it was killed is not done again.
      if ((error as { code?: string }).code !== 'ARGUMENT_INVALID') throw error;
    });
    await look(folder, true);
    rmSync(folder, { recursive: true, force: true });
  }
  return steps;
}

const MADE = day('2026-07-01');
const RENEWED = day('2029-06-01');
const FROM = { name: '示例市数据资源管理局（样）', code: 'A' };
const TO = { name: '示例市档案馆（样）', code: 'B' };

async function anchor(folder: string): Promise<void> {
  const tsa = await tsaAt(0, MADE);
  await createEvidence({
    objects: documents(9),
    store: openFolderStore(folder),
    digests: ['sha256', 'sm3'],
    tsa,
  });
}

/** The record of an object verifies; tokens of its chains. */
async function judged(folder: string, time: string): Promise<readonly number[]> {
  const { record, manifest } = await evidenceRecordFor(openFolderStore(folder), 7);
  const options = { ...(await trusting(day(time))), data: [documentOf(7), manifest!] };
  expect((await verifyEvidenceRecord(record, options)).conclusion.indication).toBe('TOTAL_PASSED');
  return parseEvidenceRecord(record).chains.map(({ stamps }) => stamps.length);
}

describe('killed at every write, flush and rename', () => {
  let pki: TestPki;
  let sender: TestIdentity;
  let receiver: TestIdentity;
  beforeAll(async () => {
    pki = await createTestPki({ algorithm: 'P-256', now: RENEWED });
    sender = await pki.issue({ name: FROM.name });
    receiver = await pki.issue({ name: TO.name });
  });

  it('a package is there whole or not at all', async () => {
    const { file } = await samplePackage(await testPki('P-256'));
    const steps = await killedAtEveryStep(
      async () => undefined,
      (folder) => writeFileBeside(join(folder, 'item.zip'), file, 'replace'),
      async (folder, finished) => {
        const path = join(folder, 'item.zip');
        if (!existsSync(path)) return expect(finished).toBe(false);
        await readArchive(new Uint8Array(readFileSync(path)));
      },
    );
    expect(steps).toBeGreaterThanOrEqual(4);
  }, 60_000);

  it('anchoring has happened or has not', async () => {
    const steps = await killedAtEveryStep(
      async () => undefined,
      (folder) => anchor(join(folder, 'store')),
      async (folder, finished) => {
        const store = join(folder, 'store');
        if (!finished && !existsSync(join(store, 'evidence.json'))) {
          await expect(evidenceRecordFor(openFolderStore(store), 7)).rejects.toMatchObject({
            code: 'EVIDENCE_INVALID',
          });
          return;
        }
        expect(await judged(store, '2027-01-01')).toEqual([1]);
      },
    );
    expect(steps).toBeGreaterThan(30);
  }, 120_000);

  it.each(['timestamp', 'hash-tree'] as const)(
    'renewing a %s has happened or has not',
    async (kind) => {
      const after = kind === 'timestamp' ? [2] : [1, 1];
      await killedAtEveryStep(
        anchor,
        async (folder) => {
          const store = openFolderStore(folder);
          if ((await judged(folder, '2029-07-01')).join() === after.join()) return;
          const options = { ...(await trusting(RENEWED)), tsa: await tsaAt(1, RENEWED) };
          if (kind === 'timestamp') await renewTimestamp(store, options);
          else await renewHashTree(store, { ...options, hash: 'sm3' });
        },
        async (folder, finished) => {
          const shape = await judged(folder, '2029-07-01');
          if (finished) expect(shape).toEqual(after);
          else expect([[1], after]).toContainEqual(shape);
          if (shape.join() === after.join()) await judged(folder, '2031-06-01');
        },
      );
    },
    120_000,
  );

  it('a batch is received whole or not at all', async () => {
    const signer = await sender.signer();
    const steps = await killedAtEveryStep(
      async () => undefined,
      async (folder) =>
        transferBatch({
          ...{ id: 'YJ-1', from: FROM, to: TO, signer, at: RENEWED },
          items: [1, 2, 3].map((i) => ({
            ...{ name: `样张 ${i}.txt`, recordCode: `R-${i}`, title: `样张 ${i}` },
            source: documentOf(i),
          })),
          folder: await openFolderTarget(join(folder, 'batch')),
        }),
      async (folder, finished) => {
        const roots = [pki.root.certificate];
        const received = openFolder(join(folder, 'batch')).then(async (tree) =>
          receiveBatch(tree, {
            ...{ at: RENEWED, trust: { signers: roots }, revocation: 'none', receiver: TO },
            signer: await receiver.signer(),
          }),
        );
        const outcome = await received.then(
          ({ receipt }) => receipt.conclusion,
          (error: { code: string }) => error.code,
        );
        if (finished) expect(outcome).toBe('accepted');
        else expect(['accepted', 'TRANSFER_INVALID', 'IO_FAILED']).toContain(outcome);
      },
    );
    expect(steps).toBeGreaterThan(30);
  }, 120_000);

  it('nothing is deleted that no register names, and every register is carried out', async () => {
    const policy = retentionTable([{ taskCode: '*', fileCode: '*', period: { years: 1 } }]);
    const rules = { policy, holdOf: async () => undefined, at: RENEWED };
    const records = [0, 1, 2].map((i): HeldRecord => {
      const sha256 = toHex(digest('sha256', documentOf(i)));
      return { id: `doc-${i}`, title: `样张 ${i}`, taskCode: 'T', fileCode: 'A1', closedAt: MADE, sha256 };
    });
    const proposal: DisposalProposal = await proposeDisposal({ ...rules, id: '1', records });
    const approvals = ['P1', 'P2'].map((approver) => ({
      ...{ proposal: proposal.sha256, approver, name: approver, at: RENEWED, basis: '鉴定意见（样）' },
    }));
    const signer = await sender.signer();
    await killedAtEveryStep(
      async (folder) => {
        for (const i of [0, 1, 2, 3]) writeFileSync(join(folder, `doc-${i}`), documentOf(i));
      },
      (folder) =>
        disposeRecords({
          ...{ ...rules, proposal, approvals, supervisors: ['S1', 'S2'], signer },
          store: openFolderStore(join(folder, 'registers')),
          remove: async ({ id }) => {
            const { unlink } = await import('node:fs/promises');
            await unlink(join(folder, id)).catch((error: unknown) => {
              if ((error as { code?: string }).code !== 'ENOENT') throw error;
            });
          },
        }),
      async (folder, finished) => {
        const left = readdirSync(folder).filter((name) => name.startsWith('doc-'));
        expect(left).toContain('doc-3');
        if (left.length < 4) expect(existsSync(join(folder, 'registers/disposal-1.json'))).toBe(true);
        if (left.length < 4) expect(existsSync(join(folder, 'registers/disposal-1.p7s'))).toBe(true);
        const done = existsSync(join(folder, 'registers/disposal-1.done.json'));
        if (done || finished) expect(left).toEqual(['doc-3']);
        if (finished) expect(done).toBe(true);
      },
    );
  }, 120_000);
});
