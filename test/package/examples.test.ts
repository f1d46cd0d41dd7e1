import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const BUILT = existsSync('dist/index.js');
if (!BUILT) console.warn('examples: skipped, dist/ is absent: run `npm run build` first');

/** Runs an example as a user would: a process of its own, on the built package. */
function example(name: string, ...paths: string[]): { code: number | null; out: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`examples/${name}.mjs`, ...paths], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return { code: status, out: stdout };
}

describe.skipIf(!BUILT)('the examples', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'yinxin-examples-'));
    expect(example('integrator', folder).code).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('let a verifier judge the integrator’s license from the files alone', () => {
    const { code, out } = example('verifier', join(folder, 'license.pdf'), join(folder, 'trust'));
    expect(code).toBe(0);
    expect(out).toMatch(/^TOTAL_PASSED\nsealed with 示例市数据资源管理局（样）样章, made by /);
    expect(out).toMatch(/: usable\nstatus valid as of \d{4}-/);
    expect(out).toContain('not checked: ');
  });

  it('let a verifier without arguments make the files first', () => {
    const { code, out } = example('verifier');
    expect(code).toBe(0);
    expect(out).toContain(': usable\n');
  });

  it('let a verifier who trusts nobody refuse', () => {
    const nobody = join(folder, 'nobody');
    const { code, out } = example('verifier', join(folder, 'license.pdf'), nobody);
    expect(code).toBe(1);
    expect(out).not.toContain('TOTAL_PASSED');
    expect(out).not.toContain(': usable');
  });

  it('let an archivist package the license; nothing fails, and what nobody answered is named', () => {
    const { code, out } = example('archivist', folder);
    expect(code).toBe(0);
    expect(out).toContain('结果文件/license.pdf: intact, TOTAL_PASSED');
    expect(out).not.toContain(': failed: ');
    // Virus scan, and the carrier with its three items.
    const unasked = ['GD-4-1', 'GD-4-2', 'GD-4-4', 'GD-4-5', 'GD-4-6'];
    expect(out.match(/GD-\d-\d(?= .*nobody was asked)/g)).toEqual(unasked);
  });

  it('show three requesters with three outcomes, and an audit log that holds', () => {
    const { code, out } = example('sharing');
    expect(code).toBe(0);
    expect(out).toMatch(/^market-supervision: shared, 12 of 12 fields, each proved/);
    expect(out).toContain('statistics: partly, 4 of 12 fields, each proved\n');
    expect(out).toContain('advertiser: refused, 0 of 12 fields');
    expect(out).toContain('audit log: intact, 4 lines, 3 under a signed checkpoint');
  });

  it('let an archive live for forty years, and everything left in it still proves itself', () => {
    const evidence = join(folder, 'forty-years');
    const { code, out } = example('forty-years', evidence);
    expect(code).toBe(0);
    expect(out).toContain('hash tree of evidence renewed by SM3 (asserted-from-ingest)');
    expect(out).toContain('2038 disposed of 2 files, 4 stay (DISPOSAL_PERMANENT)');
    expect(out.match(/^2066 .*: TOTAL_PASSED, proved since 20(?:26|50)-06-01/gm)).toHaveLength(5);
    expect(existsSync(join(evidence, 'disposals', 'disposal-2038-001.p7s'))).toBe(true);
  });

  it('let an archivist refuse a license whose signature fails', () => {
    const other = mkdtempSync(join(tmpdir(), 'yinxin-examples-'));
    try {
      expect(example('integrator', other).code).toBe(0);
      const license = readFileSync(join(other, 'license.pdf'));
      const inside = license.indexOf('/MediaBox');
      license[inside + 1] = 'N'.charCodeAt(0);
      writeFileSync(join(other, 'license.pdf'), license);
      const run = spawnSync(process.execPath, ['examples/archivist.mjs', other], { encoding: 'utf8' });
      expect(run.status).not.toBe(0);
      expect(run.stderr).toContain('PACKAGE_INVALID');
      expect(existsSync(join(other, 'item.zip'))).toBe(false);
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });
});
