import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { fileLedger, fileStore, openFileJournal } from '../../../src/entries/stores.ts';
import { concatBytes, utf8 } from '../../../src/foundation/core/index.ts';
import { digest } from '../../../src/foundation/crypto/index.ts';
import {
  auditLedger,
  changeLicense,
  issueLicenses,
  type LedgerHead,
  type LicenseJob,
  type SealStep,
} from '../../../src/license/index.ts';
import { seededRandom } from '../../../src/testing/index.ts';
import { clockAt, DRAFT, ENTRY, HOST, NOW, PLAIN_FACE, pkiOf } from '../license/fixture.ts';

/**
 * A disk that fails at its n-th write, flush, rename or cut, and then for good, as a machine that loses power: half of a
 * failing write is there, and what was never flushed is gone (`lose`) or there by luck.
 */
const disk = vi.hoisted(() => ({
  left: 0,
  operations: 0,
  lose: false,
  unflushed: new Map<string, number>(),
  dead: false,
}));

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  const step = (): boolean => {
    if (disk.dead) throw new Error('the disk is gone');
    disk.operations++;
    if (--disk.left !== 0) return false;
    disk.dead = true;
    return true;
  };
  const fail = (): never => {
    throw new Error('the disk failed');
  };
  const watched = (handle: FileHandle, path: string): FileHandle => {
    const half = async (bytes: Uint8Array): Promise<void> => {
      await handle.write(bytes, 0, Math.floor(bytes.length / 2));
    };
    const writing = async (bytes: Uint8Array): Promise<void> => {
      if (!disk.unflushed.has(path)) disk.unflushed.set(path, (await handle.stat()).size);
      if (!step()) return;
      await half(bytes);
      fail();
    };
    const own: Partial<Record<keyof FileHandle, unknown>> = {
      async write(bytes: Uint8Array, offset: number, length: number) {
        await writing(bytes.subarray(offset, offset + length));
        return handle.write(bytes, offset, length);
      },
      async writeFile(bytes: Uint8Array) {
        await writing(bytes);
        await handle.writeFile(bytes);
      },
      async sync() {
        if (step()) fail();
        await handle.sync();
        disk.unflushed.delete(path);
      },
      async truncate(size: number) {
        if (step()) fail();
        await handle.truncate(size);
      },
    };
    return new Proxy(handle, {
      get(target, key) {
        const value = key in own ? own[key as keyof FileHandle] : Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(key in own ? own : target) : value;
      },
    });
  };
  return {
    ...real,
    async open(path: string, ...rest: [string?, number?]) {
      return watched(await real.open(path, ...rest), path);
    },
    async rename(from: string, to: string) {
      if (step()) {
        // Half of the failing renames have happened.
        if (disk.lose) await real.rename(from, to);
        fail();
      }
      await real.rename(from, to);
    },
  };
});

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const JOBS: readonly LicenseJob[] = ['1', '2', '3'].map((n) => ({
  entry: ENTRY,
  draft: { ...DRAFT, number: `示许〔2026〕第00000${n}号` },
}));

/** What outlives a machine that dies: its folder, what the seal platform did, and what was told to the callers. */
class World {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'ledger-faults-'));
  readonly sealValues = new Map<string, Uint8Array>();
  readonly told = new Map<number, string>();
  readonly heads: LedgerHead[] = [];
  #lives = 0;

  constructor() {
    folders.push(this.folder);
  }

  /** One life: opens, issues all, compacts, suspends the first, closes. Throws when the disk dies. */
  async live(failAt: number, lose: boolean): Promise<void> {
    Object.assign(disk, { left: failAt, operations: 0, dead: false, lose });
    disk.unflushed.clear();
    const random = seededRandom(`life ${this.#lives++} of ${this.folder}`);
    const ledger = await fileLedger(this.folder, { clock: clockAt(NOW), random, statusListSize: 16 });
    try {
      const codeSigner = await (await pkiOf('P-256')).licenseIssuer.signer();
      const options = {
        ...{ ledger, codeSigner, seal: this.#seal(), face: PLAIN_FACE, concurrency: 2 },
        carrier: { kind: 'url', host: HOST } as const,
      };
      for await (const result of issueLicenses(JOBS, options)) {
        if ('error' in result) throw result.error;
        const { identifier, fileDigest } = result.license;
        const before = this.told.get(result.index);
        expect(`${identifier} ${fileDigest}`).toBe(before ?? `${identifier} ${fileDigest}`);
        this.told.set(result.index, `${identifier} ${fileDigest}`);
      }
      await ledger.compact();
      const identifier = this.told.get(0)!.split(' ')[0]!;
      if ((await ledger.find(identifier))?.status === 'valid') {
        await changeLicense({ identifier, operation: '03' }, { ledger, clock: clockAt(NOW) });
      }
    } finally {
      await ledger.close();
    }
  }

  /** The power is gone: what was not flushed may be lost. */
  loseUnflushed(): void {
    for (const [path, size] of disk.unflushed) {
      if (statSync(path, { throwIfNoEntry: false }) !== undefined) truncateSync(path, size);
    }
    disk.unflushed.clear();
  }

  async audit(): Promise<void> {
    Object.assign(disk, { left: 0, dead: false });
    const journal = await openFileJournal(this.folder);
    const files = fileStore(join(this.folder, 'files'));
    const since = this.heads.at(-1);
    const audit = await auditLedger({ journal, files, ...(since === undefined ? {} : { since }) });
    await journal.close();
    expect(audit.findings).toEqual([]);
    expect(audit.states.PUBLISHED).toBe(JOBS.length);
    this.heads.push(audit.head);
  }

  #seal(): SealStep {
    return {
      async prepare(face) {
        return { toSignDigest: digest('sha256', face), state: face };
      },
      sign: async (prepared, { idempotencyKey }) => {
        const known = this.sealValues.get(idempotencyKey!);
        const value = known ?? concatBytes(prepared.toSignDigest, utf8(` ${this.sealValues.size}`));
        this.sealValues.set(idempotencyKey!, value);
        return value;
      },
      async embed(prepared, value) {
        return concatBytes(prepared.state as Uint8Array, value);
      },
    };
  }
}

describe('a ledger in a folder', () => {
  it.each([
    ['half of the last write stays', false],
    ['what was not flushed is lost, and a failing rename has happened', true],
  ])(
    'whose disk fails at any write, flush, rename or cut (%s) issues each license once',
    async (_, lose) => {
      const sound = new World();
      await sound.live(0, false);
      const count = disk.operations;
      expect(count).toBeGreaterThan(35);
      for (let at = 1; at <= count; at++) {
        const world = new World();
        await expect(world.live(at, lose), `operation ${at}`).rejects.toThrow();
        if (lose) world.loseUnflushed();
        await world.live(0, false);
        expect(world.told.size, `operation ${at}`).toBe(JOBS.length);
        expect(new Set(world.told.values()).size).toBe(JOBS.length);
        expect(world.sealValues.size, `operation ${at}: one seal value for each`).toBe(JOBS.length);
        await world.audit();
      }
    },
    240_000,
  );

  it('says after a failed write that nobody knows, until it is opened again', async () => {
    const world = new World();
    await world.live(0, false);
    Object.assign(disk, { left: 0, dead: false });
    const random = seededRandom('failed');
    const ledger = await fileLedger(world.folder, { clock: clockAt(NOW), random, statusListSize: 16 });
    const identifier = world.told.get(1)!.split(' ')[0]!;
    disk.left = 1;
    const change = { identifier, operation: '03' } as const;
    await expect(changeLicense(change, { ledger, clock: clockAt(NOW) })).rejects.toMatchObject({
      code: 'IO_FAILED',
    });
    disk.dead = false;
    await expect(ledger.find(identifier)).rejects.toMatchObject({ code: 'IO_FAILED' });
    await ledger.close();
    const again = await fileLedger(world.folder, { clock: clockAt(NOW), random, statusListSize: 16 });
    expect((await again.find(identifier))?.status).toBe('valid');
    await again.close();
  });
});

describe('workers at one ledger', () => {
  it('share its flushes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ledger-group-'));
    folders.push(folder);
    Object.assign(disk, { left: 0, operations: 0, dead: false });
    const journal = await openFileJournal(folder);
    const opened = disk.operations;
    await Promise.all(Array.from({ length: 500 }, (_, i) => journal.append([`record ${i}`])));
    // Two operations for each group: far from two for each record.
    expect(disk.operations - opened).toBeLessThan(10);
    await journal.close();
    expect(readFileSync(join(folder, 'journal.log'), 'utf8').trim().split('\n')).toHaveLength(500);
    const again = await openFileJournal(folder);
    const read: string[] = [];
    for await (const record of again.read()) read.push(record);
    expect(read).toEqual(Array.from({ length: 500 }, (_, i) => `record ${i}`));
    await again.close();
  });
});
