import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const BUILT = existsSync('dist/index.js');
if (!BUILT) console.warn('bench: skipped, dist/ is absent: run `npm run build` first');

interface Row {
  readonly name: string;
  readonly perCpuSecond: number;
  readonly limit: number;
  readonly ratioToLimit: number;
  readonly peers: Readonly<Record<string, number | null>>;
  readonly peerFailures: Readonly<Record<string, string>>;
  readonly state: string;
  readonly rssMiB: number;
}

/** Rows of a short run: the figures mean little, the form is that of a long one. */
function bench(only: string): readonly Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'yinxin-bench-'));
  try {
    const json = join(folder, 'bench.json');
    execFileSync(process.execPath, ['bench/run.mjs', '--quick', '--only', only, '--json', json], {
      stdio: 'pipe',
    });
    return JSON.parse(readFileSync(json, 'utf8')).rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.skipIf(!BUILT)('the bench', () => {
  it('keeps the names of its rows', async () => {
    const { families, loadFamily } = await import(join(process.cwd(), 'bench/families.mjs'));
    const names: string[] = [];
    for (const family of families) for (const { name } of await loadFamily(family)) names.push(name);
    expect(names).toEqual([
      'sign-pdf-rsa-2048',
      'sign-pdf-p256',
      'sign-pdf-sm2',
      'verify-pdf-p256-cold',
      'verify-pdf-p256-warm',
      'verify-pdf-p256-known-path',
      'verify-pdf-10-signatures',
      'verify-pdf-20-signatures',
      'verify-pdf-40-signatures',
      'verify-pdf-80-signatures',
      'verify-pdf-200000-objects',
      'verify-pdf-200000-objects-updated',
      'verify-cms-rsa-2048',
      'verify-cms-p256',
      'verify-cms-sm2-node',
      'verify-cms-sm2-default',
      'path-3-certs-crl-cold',
      'path-3-certs-crl-warm',
      'cms-sm2-verify-node',
      'cms-sm2-verify-default-cold',
      'cms-sm2-verify-default-often',
      'licenses-20000-one-issuer',
      'license-issue-pdf-p256',
      'license-issue-ofd-sm2',
      'license-face-pdf',
      'license-face-ofd',
      'license-qr-sign-p256',
      'license-qr-verify-p256',
      'license-qr-matrix',
      'sign-pdf-50mb',
      'sign-pdf-50mb-whole',
      'sign-pdf-1gb',
      'verify-pdf-1gb',
      'policy-decision',
      'audit-append',
      'sharing-query',
      'aggregation-change',
      'evidence-10m',
      'evidence-record',
      'ofd-seal-page-sm2',
      'ofd-seal-100-pages-sm2',
      'ofd-seal-1000-pages-sm2',
      'ofd-verify-known-seal-sm2',
      'ofd-verify-new-seal-sm2',
      'ofd-verify-100-pages-sm2',
      'ofd-verify-1000-pages-sm2',
    ]);
  });

  it('writes ours, the limit and the peers, and says why a peer has no figure', () => {
    const rows = bench('verify-cms-sm2-default');
    expect(rows.map(({ name }) => name)).toEqual(['verify-cms-sm2-default']);
    for (const row of rows) {
      expect(row.perCpuSecond).toBeGreaterThan(0);
      expect(row.limit).toBeGreaterThan(row.perCpuSecond);
      expect(row.ratioToLimit).toBeCloseTo(row.perCpuSecond / row.limit, 1);
      expect(row.rssMiB).toBeGreaterThan(10);
      expect(row.state).toBe('warm');
      const failed = Object.keys(row.peers).filter((peer) => row.peers[peer] === null);
      expect(Object.keys(row.peerFailures)).toEqual(failed);
      expect(failed).toEqual(['pkijs']);
      expect(row.peers['sm-crypto-v2 (3 values, no CMS)']).toBeGreaterThan(0);
    }
  });
});
