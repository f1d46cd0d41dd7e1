import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { pemText } from '../../src/adapters/files/index.ts';
import { createProgram } from '../../src/cli/program.ts';
import { day, documentOf, tsaAt, world } from '../unit/evidence/world.ts';

/** The commands in this process, over real folders. */
describe('yinxin evidence and yinxin renew', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yinxin-evidence-cli-'));
  const at = (name: string): string => join(folder, name);
  let out = '';
  beforeAll(async () => {
    const { pki } = await world();
    mkdirSync(at('tsa'));
    writeFileSync(at('tsa/root.pem'), pemText('CERTIFICATE', pki.root.certificate));
    for (let i = 0; i < 6; i++) writeFileSync(at(`${i}.txt`), documentOf(i));
  });
  beforeEach(() => {
    out = '';
    process.exitCode = 0;
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out += String(text);
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = 0;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function yinxin(...args: readonly string[]): Promise<number> {
    await createProgram().parseAsync(['node', 'yinxin', ...args]);
    const code = Number(process.exitCode ?? 0);
    process.exitCode = 0;
    return code;
  }

  /** Runs a command that asks an authority by file, answers, and runs it again. */
  async function stamped(index: 0 | 1 | 2, time: string, ...args: readonly string[]): Promise<void> {
    const [query, reply] = [at('q.tsq'), at('r.tsr')];
    expect(await yinxin(...args, '--tsa-request', query)).toBe(2);
    expect(out).toContain('--tsa-response');
    const answer = await (await tsaAt(index, day(time))).request(new Uint8Array(readFileSync(query)));
    writeFileSync(reply, answer);
    expect(await yinxin(...args, '--tsa-response', reply)).toBe(0);
  }

  const files = Array.from({ length: 6 }, (_, i) => at(`${i}.txt`));
  const trust = ['--trust-tsa', at('tsa'), '--revocation', 'none'];

  it('anchors files, hands out a record, renews, and verifies after each', async () => {
    const digests = ['--digest', 'sha256', '--digest', 'sm3'];
    await stamped(0, '2026-07-01', 'evidence', 'create', at('store'), ...files, ...digests);
    expect(out).toContain('6 objects anchored');
    const record = ['evidence', 'record', at('store'), '--file', at('4.txt'), '--force'];
    const outputs = ['--out', at('4.ers'), '--manifest-out', at('4.digests')];
    const judged = async (time: string, data = at('4.txt')): Promise<number> => {
      await yinxin(...record, ...outputs);
      const evidence = ['--evidence', at('4.ers'), '--data', at('4.digests')];
      return yinxin('verify', data, ...evidence, ...trust, '--at', time, '--json');
    };
    expect(await judged('2027-01-01')).toBe(0);
    expect(out).toContain('hand over the evidence record, the document, the manifest of digests');
    expect(await judged('2027-01-01', at('5.txt'))).toBe(1);
    expect(await judged('2030-06-01')).toBe(2);

    expect(await yinxin('evidence', 'due', at('store'), '--at', '2029-12-01')).toBe(2);
    expect(out).toContain('2030-01-01T00:00:00Z due timestamp');
    await stamped(1, '2029-06-01', 'renew', at('store'), ...trust, '--at', '2029-06-01');
    expect(await judged('2030-06-01')).toBe(0);
    await stamped(2, '2031-06-01', 'renew', at('store'), '--hash', 'sm3', ...trust, '--at', '2031-06-01');
    expect(out).toContain('asserted-from-ingest');
    expect(await judged('2032-06-01')).toBe(0);
    expect(await yinxin('evidence', 'sample', at('store'), `4=${at('4.txt')}`, `1=${at('1.txt')}`)).toBe(0);
    expect(out).toContain('2 of 6 objects opened (sampled)');
    expect(await yinxin('evidence', 'sample', at('store'), `4=${at('5.txt')}`)).toBe(1);
    expect(out).toContain('5.txt: not what was anchored');
    expect(
      await yinxin(
        'verify',
        at('4.ers'),
        '--data',
        at('4.txt'),
        '--data',
        at('4.digests'),
        ...trust,
        '--at',
        '2032-06-01',
        '--json',
      ),
    ).toBe(0);
  });

  it('takes digests in hex, and a whole group as one object', async () => {
    writeFileSync(at('list'), `${'ab'.repeat(32)}\n${'cd'.repeat(32)}\n`);
    await stamped(
      0,
      '2026-07-01',
      'evidence',
      'create',
      at('digests'),
      '--files-from',
      at('list'),
      '--hex-digests',
    );
    expect(out).toContain('2 objects anchored');
    await stamped(0, '2026-07-01', 'evidence', 'create', at('group'), ...files.slice(0, 3), '--group');
    await yinxin('evidence', 'record', at('group'), '--object', '0', '--out', at('group.ers'));
    const [first, ...rest] = files.slice(0, 3) as [string, string, string];
    const data = rest.flatMap((path) => ['--data', path]);
    const options = [...trust, '--at', '2027-01-01', '--json'];
    expect(await yinxin('verify', first, '--evidence', at('group.ers'), ...data, ...options)).toBe(0);
    expect(await yinxin('verify', first, '--evidence', at('group.ers'), ...data.slice(2), ...options)).toBe(
      1,
    );
  });

  it('refuses a store that holds evidence, a renewal that comes too late, and a strange file', async () => {
    const create = ['evidence', 'create', at('group'), files[0]!, '--tsa-request', at('q.tsq')];
    await expect(yinxin(...create)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    const late = ['renew', at('group'), ...trust, '--at', '2031-06-01', '--tsa-request', at('q.tsq')];
    await expect(yinxin(...late)).rejects.toMatchObject({ code: 'EVIDENCE_LAPSED' });
    const strange = ['evidence', 'record', at('group'), '--file', files[5]!, '--out', at('x.ers')];
    await expect(yinxin(...strange)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    await expect(yinxin('renew', at('group'), ...trust)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });
});
