import { describe, expect, it } from 'vitest';
import { memoryFiles, memoryJournal } from '../../../src/entries/stores.ts';
import type { FileStore } from '../../../src/foundation/core/index.ts';
import { auditLedger, type LedgerAudit, openJournalLedger } from '../../../src/license/index.ts';
import { seededRandom } from '../../../src/testing/index.ts';
import { jobOf, publishJob } from '../../contract/ledger.ts';
import { clockAt, NOW, SAMPLE_RESIDENT_ID } from './fixture.ts';

type Raw = { record: Record<string, unknown> };

async function filled() {
  const lines: string[] = [];
  const files = memoryFiles();
  const open = () =>
    openJournalLedger({
      journal: memoryJournal(lines),
      files,
      clock: clockAt(NOW),
      random: seededRandom('audit'),
      statusListSize: 16,
    });
  const ledger = await open();
  const first = await publishJob(ledger, jobOf('a'));
  await publishJob(ledger, jobOf('b'));
  const reserved = await ledger.reserve(jobOf('c'));
  await ledger.advance(reserved.jobKey, reserved.token, { step: 'ABANDONED' });
  await ledger.changeStatus(first, 'valid', {
    operation: '03',
    state: 'suspended',
    at: NOW,
    effectiveFrom: '2026-11-23',
  });
  return { lines, files, ledger, open, first };
}

const audit = (lines: readonly string[], files: FileStore, since?: LedgerAudit['head']) =>
  auditLedger({ journal: memoryJournal([...lines]), files, ...(since === undefined ? {} : { since }) });

/** The journal with its last record changed as said. */
function changed(lines: readonly string[], at: number, change: (record: Raw['record']) => void): string[] {
  const out = [...lines];
  const raw = JSON.parse(out.at(at)!) as Raw;
  change(raw.record);
  out.splice(at, 1, JSON.stringify(raw));
  return out;
}

describe('the audit of a ledger', () => {
  it('finds nothing in a sound one, and counts it', async () => {
    const { lines, files } = await filled();
    expect(await audit(lines, files)).toMatchObject({
      licenses: 3,
      states: { PUBLISHED: 2, ABANDONED: 1, RESERVED: 0 },
      head: { reservations: 3 },
      findings: [],
    });
  });

  it('finds every identifier, index and number that stands twice, and an index beyond its list', async () => {
    const { lines, files } = await filled();
    const other = JSON.parse(lines[1]!) as Raw;
    const copy = (key: string) =>
      changed(lines, -1, (record) => {
        record['jobKey'] = 'other';
        record['identifier'] = 'other';
        record['numberKey'] = 'other';
        record['statusIndex'] = 15;
        record['statusList'] = 9;
        record[key] = other.record[key];
        if (key === 'statusIndex') record['statusList'] = other.record['statusList'];
      });
    const codes = async (list: string[]) => (await audit(list, files)).findings.map(({ code }) => code);
    expect(await codes(copy('identifier'))).toEqual(['IDENTIFIER_TWICE']);
    expect(await codes(copy('statusIndex'))).toEqual(['INDEX_TWICE']);
    expect(await codes(copy('numberKey'))).toEqual(['NUMBER_TWICE']);
    expect(
      await codes(
        changed(copy('jobKey_'), -1, (record) => {
          record['statusIndex'] = 16;
        }),
      ),
    ).toEqual(['INDEX_OUT_OF_LIST']);
  });

  it('finds a step taken back, a stored value changed, and a status that no event made', async () => {
    const { lines, files } = await filled();
    const codes = async (change: (record: Raw['record']) => void) =>
      (await audit(changed(lines, -1, change), files)).findings.map(({ code }) => code);
    const set = (key: string, value: unknown) => (record: Raw['record']) => {
      record[key] = value;
    };
    expect(await codes(set('state', 'SIGNED'))).toContain('STATE_BACKWARDS');
    for (const [key, value] of [
      ['sealValue', 'AAAA'],
      ['qr', 'AAAA'],
      ['saltSeed', 'AAAA'],
      ['identifier', 'x'],
      ['statusIndex', 1],
      ['createdAt', '2020-01-01T00:00:00Z'],
    ] as const) {
      expect(await codes(set(key, value)), key).toContain('RECORD_CHANGED');
    }
    expect(await codes(set('status', 'valid'))).toEqual(['STATUS_WITHOUT_EVENT']);
    expect(await codes(set('history', []))).toEqual(['RECORD_CHANGED', 'STATUS_WITHOUT_EVENT']);
  });

  it('finds a file that is missing', async () => {
    const { lines } = await filled();
    const found = await audit(lines, memoryFiles());
    expect(found.findings.map(({ code }) => code)).toEqual(['FILE_MISSING', 'FILE_MISSING']);
  });

  it('proves that nothing of an earlier audit is lost, also over a compaction', async () => {
    const { lines, files, ledger } = await filled();
    const { head } = await audit(lines, files);
    await publishJob(ledger, jobOf('d'));
    expect((await audit(lines, files, head)).findings).toEqual([]);
    const before = lines.length;
    await ledger.compact();
    expect(lines.length).toBeLessThan(before);
    expect(lines).toHaveLength(5);
    expect((await audit(lines, files, head)).findings).toEqual([]);
    const lost = lines.filter((_, i) => i !== 2);
    expect((await audit(lost, files, head)).findings).toEqual([{ code: 'RESERVATIONS_LOST' }]);
    const short = lines.slice(0, 3);
    expect((await audit(short, files, head)).findings.map(({ code }) => code)).toContain('RESERVATIONS_LOST');
  });
});

describe('a compacted ledger', () => {
  it('opens as it was: same records, same lists, same jobs', async () => {
    const { lines, ledger, open, first } = await filled();
    const before = await ledger.find(first);
    await ledger.compact();
    const again = await open();
    expect(await again.find(first)).toEqual(before);
    const entries = [];
    for await (const entry of again.statusEntries(0)) entries.push(entry.state);
    expect(entries).toEqual(['suspended', 'valid']);
    await expect(again.reserve(jobOf('x', { number: 'number a' }))).rejects.toMatchObject({
      details: { reason: 'number-taken' },
    });
    expect((await again.reserve(jobOf('a'))).state).toBe('PUBLISHED');
    expect(lines).toHaveLength(4);
  });

  it('is compacted on opening when most of its journal is out of date', async () => {
    const { lines, open } = await filled();
    lines.push(...new Array<string>(10_000).fill(lines.at(-1)!));
    await open();
    expect(lines).toHaveLength(4);
  });

  it('holds no license number, and no number of a person, in clear', async () => {
    const lines: string[] = [];
    const ledger = await openJournalLedger({
      journal: memoryJournal(lines),
      files: memoryFiles(),
      clock: clockAt(NOW),
      random: seededRandom('personal'),
    });
    await publishJob(ledger, jobOf('p', { number: SAMPLE_RESIDENT_ID }));
    await ledger.compact();
    expect(lines.join('\n')).not.toContain(SAMPLE_RESIDENT_ID);
    expect(lines.join('\n')).not.toContain(SAMPLE_RESIDENT_ID.slice(0, 17));
  });
});
