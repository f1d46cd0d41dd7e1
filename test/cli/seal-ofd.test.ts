import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/foundation/validation/index.ts';
import { TRUST_OPTIONS, yinxin } from './run-cli.ts';

const home = mkdtempSync(join(tmpdir(), 'yinxin-seal-ofd-'));
const cwd = join(home, 'samples');
beforeAll(() => {
  yinxin(['samples', '--out', cwd, '--algorithm', 'SM2']);
}, 60_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

const seal = (file: string, out: string, ...more: string[]) =>
  yinxin(
    ['seal', file, '--seal', 'ofd-seal-v4.esl', '--key', 'keys/ofd-seal-signer.pem', '--out', out, ...more],
    {
      cwd,
    },
  );

describe('yinxin seal on an OFD', () => {
  it('seals by keyword and over page edges in one signature, which another process finds good', () => {
    const made = seal(
      'sealed-v1-riding.ofd',
      'again.ofd',
      '--keyword',
      '公章',
      '--riding',
      'right',
      '--mode',
      'whole',
    );
    expect([made.code, made.err]).toEqual([0, '']);
    const run = yinxin(['verify', '--json', 'again.ofd', ...TRUST_OPTIONS], { cwd });
    expect(run.code).toBe(0);
    const [report] = run.lines() as unknown as Report[];
    expect(report!.signatures.map(({ coverage, modification }) => [coverage, modification])).toEqual([
      ['whole-revision', 'form-fill'],
      ['whole-file', 'none'],
    ]);
    expect(report!.signatures[1]!.seal!.placements).toHaveLength(6);
  });

  it('says why it does not seal, and writes nothing', () => {
    const closed = seal('sealed-v4-whole.ofd', 'closed.ofd');
    expect([closed.code, closed.err.split(':')[1]?.trim()]).toEqual([3, 'OFD_CHANGES_FORBIDDEN']);
    const missing = seal('plain.ofd', 'missing.ofd', '--keyword', '没有');
    expect([missing.code, missing.err.split(':')[1]?.trim()]).toEqual([3, 'SEAL_KEYWORD_NOT_FOUND']);
    expect(yinxin(['verify', 'missing.ofd', 'closed.ofd', ...TRUST_OPTIONS], { cwd }).code).toBe(3);
  });
});
