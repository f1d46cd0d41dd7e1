import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/foundation/validation/index.ts';
import { TRUST_OPTIONS, yinxin } from './run-cli.ts';

const home = mkdtempSync(join(tmpdir(), 'yinxin-samples-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe.each(['P-256', 'SM2', 'RSA'])('the samples with %s keys', (algorithm) => {
  it('all pass from the files alone, and the license is usable', () => {
    const folder = join(home, algorithm);
    const made = yinxin(['samples', '--out', folder, '--algorithm', algorithm]);
    expect(made.err).toBe('');
    const files = made.out.trim().split('\n');
    expect(files).toContain('signed-timestamped.pdf');
    const detached = ['--detached', 'detached.txt'];
    const run = yinxin(['verify', '--json', ...files.filter((f) => f !== 'detached.p7s'), ...TRUST_OPTIONS], {
      cwd: folder,
    });
    const reports = run.lines() as unknown as Report[];
    expect(reports.map((r) => [r.input.name, r.conclusion.indication])).toEqual(
      files.filter((f) => f !== 'detached.p7s').map((f) => [f, 'TOTAL_PASSED']),
    );
    expect(run.code).toBe(0);
    const levels = Object.fromEntries(reports.map((r) => [r.input.name, r.signatures[0]!.level]));
    expect(levels).toMatchObject({
      'signed.pdf': 'PAdES-B-B',
      'signed-timestamped.pdf': 'PAdES-B-LT',
      'attached.p7m': 'CAdES-B-B',
    });
    expect(yinxin(['verify', 'detached.p7s', ...detached, ...TRUST_OPTIONS], { cwd: folder }).code).toBe(0);
    expect(
      yinxin(['verify', 'detached.p7s', '--detached', 'home.json', ...TRUST_OPTIONS], { cwd: folder }).code,
    ).toBe(1);
    expect(yinxin(['verify', 'detached.p7s', ...TRUST_OPTIONS], { cwd: folder }).code).toBe(2);
  }, 60_000);
});
