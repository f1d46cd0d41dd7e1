import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { yinxin } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'yinxin-verify-'));
const run = (args: readonly string[], input?: string) =>
  yinxin(args, { cwd: folder, ...(input === undefined ? {} : { input }) });
const errorOf = (line: Record<string, unknown> | undefined) =>
  line?.['error'] as { code: string; details: object };

beforeAll(() => {
  expect(yinxin(['pki', '--out', folder]).code).toBe(0);
  writeFileSync(join(folder, 'text.txt'), 'signed text\n');
  const sign = ['sign', 'text.txt', '--key', 'keys/signer.pem', '--out'];
  expect(run([...sign, 'detached.p7s']).code).toBe(0);
  expect(run([...sign, 'attached.p7m', '--attached']).code).toBe(0);
  writeFileSync(join(folder, 'broken.pdf'), '%PDF-1.7\nnothing more\n');
  mkdirSync(join(folder, 'empty'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('yinxin verify', () => {
  it('exits 0 for a good CMS and tells its level', () => {
    const { code, lines } = run(['verify', '--json', 'attached.p7m', '--trust', 'trust/signers']);
    expect(lines()[0]).toMatchObject({
      schema: 'yinxin.report/1',
      input: { name: 'attached.p7m', format: 'cms' },
      conclusion: { indication: 'TOTAL_PASSED' },
      signatures: [{ level: 'CAdES-B-B', coverage: 'whole-file' }],
    });
    expect(code).toBe(0);
  });

  it('takes detached content, and is indeterminate without it', () => {
    const args = ['verify', '--json', 'detached.p7s', '--trust', 'trust/signers'];
    expect(run([...args, '--detached', 'text.txt']).code).toBe(0);
    expect(run(args).code).toBe(2);
    expect(run([...args, '--detached', 'broken.pdf']).code).toBe(1);
  });

  it('exits 2 when nobody is trusted', () => {
    expect(run(['verify', '--json', 'attached.p7m', '--trust', 'empty']).code).toBe(2);
    expect(run(['verify', '--json', 'attached.p7m']).code).toBe(2);
  });

  it('prints one line per file in the order of the arguments, unreadable ones too', () => {
    const files = ['missing.pdf', 'attached.p7m', 'empty', 'broken.pdf', 'text.txt'];
    const { code, lines } = run(['verify', '--json', '--jobs', '3', ...files, '--trust', 'trust/signers']);
    const all = lines();
    expect(all.map((line) => (line['input'] as { name: string }).name)).toEqual(files);
    expect(errorOf(all[0])).toEqual({ code: 'IO_FAILED', details: { system: 'ENOENT' } });
    // A folder of no known kind.
    expect(errorOf(all[2])).toMatchObject({ code: 'FORMAT_UNKNOWN' });
    expect(errorOf(all[4])).toMatchObject({ code: 'FORMAT_UNKNOWN' });
    expect(all[3]).toMatchObject({ conclusion: { subIndications: ['FORMAT_FAILURE'] } });
    expect(code).toBe(3);
  });

  it('exits 1 for a malformed file of a known format', () => {
    expect(run(['verify', '--json', 'broken.pdf']).code).toBe(1);
  });

  it('reads names from a file and from standard input', () => {
    const names = 'attached.p7m\nbroken.pdf\n';
    const piped = run(['verify', '--json', '--files-from', '-', '--trust', 'trust/signers'], names);
    expect(piped.lines()).toHaveLength(2);
    writeFileSync(join(folder, 'names'), names.replaceAll('\n', '\0'));
    expect(run(['verify', '--json', 'detached.p7s', '--files-from', 'names']).lines()).toHaveLength(3);
  });

  it('judges nothing when an option cannot be read, and says which', () => {
    const { code, lines, err } = run(['verify', '--json', 'attached.p7m', 'x', '--trust', 'nowhere']);
    expect(lines().map((line) => errorOf(line))).toEqual(
      Array(2).fill({ code: 'IO_FAILED', details: { system: 'ENOENT', option: '--trust' } }),
    );
    expect(err).toContain('--trust');
    expect(code).toBe(3);
  });

  it('judges at the time given', () => {
    const at = (time: string) => run(['verify', 'attached.p7m', '--trust', 'trust/signers', '--at', time]);
    expect(at('2001-01-01T00:00:00Z').code).not.toBe(0);
    expect(at('2026-01-01T00:00:00').code).toBe(3);
  });

  it('speaks both languages, and shows neither a stack nor progress in a pipe', () => {
    expect(run(['verify', '--lang', 'zh', 'attached.p7m', '--trust', 'trust/signers']).out).toContain(
      '验证通过',
    );
    const english = run(['verify', '--lang', 'en', 'attached.p7m', 'missing', '--trust', 'trust/signers']);
    expect(english.out).toContain('passed');
    expect(english.out + english.err).not.toMatch(/\bat .*\.js:\d+/);
    expect(english.err).toBe('');
  });

  it('exits 3 for no file and for an unknown option', () => {
    expect(run(['verify']).code).toBe(3);
    expect(run(['verify', '--nonsense', 'attached.p7m']).code).toBe(3);
    expect(run(['verify', '--help']).code).toBe(0);
  });
});

describe('yinxin sign', () => {
  const sign = ['sign', 'text.txt', '--key', 'keys/signer.pem'];

  it('refuses to replace an output or the input unless it is asked to', () => {
    expect(run([...sign, '--out', 'attached.p7m']).code).toBe(3);
    expect(run(sign).code).toBe(3);
    expect(run([...sign, '--out', './text.txt']).err).toContain('--in-place');
    expect(run([...sign, '--out', 'forced.p7s']).code).toBe(0);
    expect(run([...sign, '--out', 'forced.p7s', '--force']).code).toBe(0);
  });

  it('refuses an expired certificate before anything is written', () => {
    const { code, err } = run([...sign, '--at', '2090-01-01T00:00:00Z', '--out', 'late.p7s']);
    expect(err).toContain('CERTIFICATE_EXPIRED');
    expect(code).toBe(3);
  });

  it('names what is wrong with a PDF that is none', () => {
    const { err } = run(['sign', 'broken.pdf', '--key', 'keys/signer.pem', '--out', 'signed.pdf']);
    expect(err).toMatch(/^yinxin: PDF_/);
  });
});
