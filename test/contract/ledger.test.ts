import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileLedger, memoryFiles, memoryJournal } from '../../src/entries/stores.ts';
import { toHex } from '../../src/foundation/core/index.ts';
import { digest } from '../../src/foundation/crypto/index.ts';
import { openJournalLedger } from '../../src/license/index.ts';
import { fixedClock, seededRandom } from '../../src/testing/index.ts';
import { jobOf, ledgerContract, publishJob, statesOf } from './ledger.ts';

const CLOCK = fixedClock(new Date('2026-11-23T04:00:00.123Z'));
const STATUS_LIST_SIZE = 16;
const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  folders.push(folder);
  return folder;
}

let openings = 0;
function options() {
  return { clock: CLOCK, random: seededRandom(`ledger ${openings++}`), statusListSize: STATUS_LIST_SIZE };
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const lives = new WeakMap<object, { lines: string[]; files: ReturnType<typeof memoryFiles> }>();

async function openMemory(life: { lines: string[]; files: ReturnType<typeof memoryFiles> }) {
  const ledger = await openJournalLedger({
    ...options(),
    journal: memoryJournal(life.lines),
    files: life.files,
  });
  lives.set(ledger, life);
  return ledger;
}

ledgerContract({
  name: 'in memory',
  open: () => openMemory({ lines: [], files: memoryFiles() }),
  reopen: (ledger) => openMemory(lives.get(ledger)!),
});

const folderOf = new WeakMap<object, string>();

async function openFile(folder: string) {
  const ledger = await fileLedger(folder, options());
  folderOf.set(ledger, folder);
  return ledger;
}

ledgerContract({
  name: 'in a folder',
  open: () => openFile(newFolder()),
  async reopen(ledger) {
    await ledger.close();
    return openFile(folderOf.get(ledger)!);
  },
});

describe('the journal of a ledger in a folder', () => {
  async function filled(): Promise<{ folder: string; journal: Buffer; path: string }> {
    const folder = newFolder();
    const ledger = await openFile(folder);
    await publishJob(ledger, jobOf('a'));
    await ledger.reserve(jobOf('b'));
    await ledger.close();
    const path = join(folder, 'journal.log');
    return { folder, path, journal: readFileSync(path) };
  }

  it('opens after a kill at any byte, with whole steps only, and goes on', async () => {
    const { folder, path, journal } = await filled();
    const lineEnds = [...journal.keys()].filter((at) => journal[at] === 0x0a);
    // Every byte when asked for; each opening waits for the disk.
    const stride = process.env['YINXIN_FUZZ_RUNS'] === undefined ? 7 : 1;
    for (let size = 0; size <= journal.length; size += size + stride > journal.length ? 1 : stride) {
      writeFileSync(path, journal.subarray(0, size));
      const ledger = await openFile(folder);
      const whole = lineEnds.filter((at) => at < size).length;
      // The header, then six steps of a: from the seventh line on it is published.
      expect((await statesOf(ledger)).size, `cut at ${size}`).toBe(whole >= 7 ? 1 : 0);
      const { state } = await ledger.reserve(jobOf('a'));
      const states = ['RESERVED', 'RESERVED', 'RESERVED', 'PREPARED', 'SIGNED', 'SEALED', 'PUBLISHED'];
      expect(state, `cut at ${size}`).toBe(whole < 2 ? 'RESERVED' : (states[whole - 1] ?? 'PUBLISHED'));
      await ledger.close();
    }
  }, 60_000);

  it('does not open when a byte before the last line was changed', async () => {
    const { folder, path, journal } = await filled();
    const lastLine = journal.lastIndexOf(0x0a, journal.length - 2) + 1;
    for (let at = 0; at < lastLine; at += 13) {
      const changed = Buffer.from(journal);
      changed[at]! ^= 1;
      writeFileSync(path, changed);
      await expect(openFile(folder), `byte ${at}`).rejects.toMatchObject({ code: 'LEDGER_CORRUPT' });
      expect(readFileSync(path).equals(changed), 'nothing was written').toBe(true);
    }
  });

  it('does not open when a whole line is missing, or two lines changed places', async () => {
    const { folder, path, journal } = await filled();
    const lines = journal.toString('utf8').split('\n');
    const [third, fourth] = lines.slice(3, 5) as [string, string];
    const without = [...lines.slice(0, 3), ...lines.slice(4)];
    const swapped = [...lines.slice(0, 3), fourth, third, ...lines.slice(5)];
    for (const forged of [without, swapped]) {
      writeFileSync(path, forged.join('\n'));
      await expect(openFile(folder)).rejects.toMatchObject({ code: 'LEDGER_CORRUPT' });
    }
  });

  it('is held by one opener at a time, and freed on closing', async () => {
    const folder = newFolder();
    const ledger = await openFile(folder);
    await expect(openFile(folder)).rejects.toMatchObject({
      code: 'LEDGER_CONFLICT',
      details: { reason: 'locked' },
    });
    await ledger.close();
    await (await openFile(folder)).close();
  });

  it('takes over the lock of a process that is gone', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: 2 ** 22 - 3, start: '1' }));
    await (await openFile(folder)).close();
  });

  it('holds no license number and no file of another name than its digest', async () => {
    const { folder, journal } = await filled();
    expect(journal.includes(Buffer.from('number a'))).toBe(false);
    for (const name of readdirSync(join(folder, 'files'))) {
      expect(toHex(digest('sha256', readFileSync(join(folder, 'files', name))))).toBe(name);
    }
  });

  it('reports a stored file that was changed', async () => {
    const { folder } = await filled();
    const [name] = readdirSync(join(folder, 'files')) as [string];
    writeFileSync(join(folder, 'files', name), 'changed');
    const ledger = await openFile(folder);
    await expect(ledger.getFile(name)).rejects.toMatchObject({ code: 'LEDGER_CORRUPT' });
    await ledger.close();
  });
});
