import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/foundation/validation/index.ts';
import { TRUST_OPTIONS, yinxin } from './run-cli.ts';

const home = mkdtempSync(join(tmpdir(), 'yinxin-demo-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(
  JSON.parse(readFileSync('schema/yinxin.report-1.schema.json', 'utf8')),
);
const verdicts = (
  cwd: string,
  files: readonly string[],
  ...more: string[]
): { code: number | null; reports: Report[] } => {
  const run = yinxin(['verify', '--json', ...files, ...TRUST_OPTIONS, ...more], { cwd });
  return { code: run.code, reports: run.lines() as unknown as Report[] };
};

describe.each(['P-256', 'SM2', 'RSA'])('the demo with %s keys', (algorithm) => {
  const folder = join(home, algorithm);
  beforeAll(() => {
    const run = yinxin(['demo', '--out', folder, '--algorithm', algorithm]);
    expect(run.err).toBe('');
    expect(run.code).toBe(0);
  }, 60_000);

  it('leaves every file of the life of a license', () => {
    const files = readdirSync(folder, { recursive: true });
    for (const name of [
      ...['application.asice', 'application.report.json', 'receipt.p7m', 'license.pdf', 'license-qr.png'],
      ...[
        'archive.zip',
        'archive.ers',
        'archive.digests',
        'evidence/evidence.json',
        'index.html',
        'trust/signers/root.pem',
        'trust/status/0.cwt',
      ],
    ]) {
      expect(files).toContain(name);
    }
    expect(files.filter((name) => String(name).endsWith('.part'))).toEqual([]);
  });

  it('is verified by a second process from the files alone', () => {
    const { code, reports } = verdicts(folder, ['license.pdf']);
    const [report] = reports;
    expect(report?.conclusion).toEqual({ indication: 'TOTAL_PASSED', subIndications: [] });
    expect(report?.license?.conclusion).toBe('usable');
    expect(report?.signatures[0]?.kind).toBe('seal');
    expect(code).toBe(0);
  });

  it('passes with application, receipt and package too, each report as the schema says', () => {
    const { code, reports } = verdicts(folder, [
      'application.asice',
      'receipt.p7m',
      'archive.zip',
      'license.pdf',
    ]);
    expect(reports.map((r) => r.conclusion.indication)).toEqual(Array(4).fill('TOTAL_PASSED'));
    expect(reports.map((r) => r.input.format)).toEqual(['asic', 'cms', 'item-package', 'pdf']);
    for (const report of reports) expect(validate(report) ? [] : validate.errors).toEqual([]);
    expect(code).toBe(0);
  });

  it('proves the package by its evidence record, and no other file by it', () => {
    const proof = ['--evidence', 'archive.ers', '--data', 'archive.digests'];
    const { code, reports } = verdicts(folder, ['archive.zip'], ...proof);
    expect(reports[0]?.conclusion.indication).toBe('TOTAL_PASSED');
    const record = reports[0]?.signatures.find(({ kind }) => kind === 'evidence-record');
    expect(record).toMatchObject({ indication: 'TOTAL_PASSED', coverage: 'whole-file' });
    expect(validate(reports[0]) ? [] : validate.errors).toEqual([]);
    expect(code).toBe(0);
    expect(verdicts(folder, ['archive.zip'], ...proof.slice(0, 2)).code).toBe(0);
    expect(verdicts(folder, ['license.pdf'], ...proof).code).toBe(1);
    const due = yinxin(['evidence', 'due', 'evidence', '--json'], { cwd: folder });
    expect(due.lines().map((need) => need['status'])).not.toContain('lapsed');
  });

  it('reads the code from text and from its picture, and never calls it usable by itself', () => {
    const { code, reports } = verdicts(folder, ['license-qr.txt', 'license-qr.png']);
    expect(reports.map((r) => r.license?.conclusion)).toEqual(['unknown', 'unknown']);
    expect(reports.map((r) => r.input.format)).toEqual(['license-qr', 'license-qr']);
    expect(code).toBe(2);
  });

  it('trusts nobody who was not named for it', () => {
    const run = yinxin(['verify', '--json', 'license.pdf', '--trust', 'trust/signers'], { cwd: folder });
    const [report] = run.lines() as unknown as Report[];
    expect(run.code).toBe(2);
    expect(report?.signatures[0]?.checks.map((c) => c.code)).toContain('SEAL_MAKER_NOT_AUTHORISED');
  });

  it('refuses the license after it was revoked', () => {
    const [before] = verdicts(folder, ['license.pdf']).reports;
    const identifier = before?.license?.identifier ?? '';
    const args = ['--home', '.', '--operation', '05', '--ending', 'revoke'];
    const change = yinxin(['change', identifier, ...args], { cwd: folder });
    expect(change.err).toBe('');
    expect(change.code).toBe(0);
    const { code, reports } = verdicts(folder, ['license.pdf']);
    expect(reports[0]?.license?.conclusion).toBe('not-usable');
    expect(reports[0]?.license?.status).toBe('revoked');
    expect(code).toBe(1);
    expect(yinxin(['change', identifier, ...args], { cwd: folder }).code).toBe(3);
  });
});

describe('the demo with a given time and seed', () => {
  it('gives the same bytes in every time zone', () => {
    const digests = ['UTC', 'Asia/Shanghai', 'America/Los_Angeles'].map((zone) => {
      const folder = join(home, zone.replace('/', '-'));
      const run = yinxin(['demo', '--out', folder, '--at', '2026-07-31T16:30:00Z', '--seed', 's'], {
        env: { TZ: zone },
      });
      expect(run.code).toBe(0);
      return ['application.asice', 'receipt.p7m', 'license.pdf', 'archive.zip', 'license.verdict.json'].map(
        (name) =>
          createHash('sha256')
            .update(readFileSync(join(folder, name)))
            .digest('hex'),
      );
    });
    expect(digests[1]).toEqual(digests[0]);
    expect(digests[2]).toEqual(digests[0]);
  }, 90_000);

  it('writes Beijing dates: half past midnight there is the new day', () => {
    const { reports } = verdicts(join(home, 'UTC'), ['license.pdf'], '--at', '2026-07-31T16:30:01Z');
    expect(reports[0]?.license?.validity).toEqual({ from: '2026-08-01', to: '2031-07-31' });
  });

  it('does not write over a folder that is not its own', () => {
    const folder = mkdtempSync(join(home, 'mine-'));
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    expect(yinxin(['demo', '--out', folder]).code).toBe(3);
    expect(readdirSync(folder)).toEqual(['mine.txt']);
  });
});
