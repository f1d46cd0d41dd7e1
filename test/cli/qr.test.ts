import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { yinxin } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'yinxin-qr-cli-'));
const home = join(folder, 'demo');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the codes and the ledger of an office, by the command', () => {
  let said: Record<string, unknown>;
  beforeAll(() => {
    expect(yinxin(['demo', '--out', home]).code).toBe(0);
    said = yinxin(['qr', join(home, 'license-qr.txt')]).lines()[0]!;
  });

  it('tells what a code says, and takes it from the ledger in the same text', () => {
    expect(said['identifier']).toMatch(/^1\.2\.156\.3005\.2\./);
    const out = join(folder, 'again.txt');
    expect(yinxin(['qr', String(said['identifier']), '--home', home, '--out', out]).code).toBe(0);
    expect(readFileSync(out, 'utf8')).toBe(readFileSync(join(home, 'license-qr.txt'), 'utf8'));
  });

  it('draws it, and draws nothing else', () => {
    for (const name of ['code.png', 'code.svg']) {
      expect(yinxin(['qr', join(home, 'license-qr.txt'), '--out', join(folder, name)]).code).toBe(0);
    }
    expect(readFileSync(join(folder, 'code.svg'), 'utf8')).toContain('<svg');
    const wrong = yinxin(['qr', join(home, 'license-qr.txt'), '--out', join(folder, 'code.gif')]);
    expect(wrong.code).toBe(3);
    writeFileSync(join(folder, 'text'), 'no code');
    expect(yinxin(['qr', join(folder, 'text')]).code).toBe(3);
    expect(yinxin(['qr', '1.2.156.3005.2.0', '--home', home]).code).toBe(3);
  });

  it('proves the ledger, keeps every status list, and sees when something is lost', () => {
    const head = join(folder, 'head.json');
    const first = yinxin(['audit', '--home', home]);
    expect(first.code).toBe(0);
    writeFileSync(head, first.out);
    expect(first.lines()[0]).toMatchObject({ findings: [], states: { PUBLISHED: 1 } });
    const suspended = yinxin(['change', String(said['identifier']), '--home', home, '--operation', '03']);
    expect(suspended.code, suspended.err).toBe(0);
    expect(readdirSync(join(home, 'snapshots')).length).toBeGreaterThanOrEqual(2);
    expect(yinxin(['audit', '--home', home, '--since', head]).code).toBe(0);
    const files = join(home, 'ledger', 'files');
    for (const name of readdirSync(files)) rmSync(join(files, name));
    const lost = yinxin(['audit', '--home', home, '--since', head]);
    expect(lost.code).toBe(1);
    expect(lost.lines()[0]).toMatchObject({ findings: [{ code: 'FILE_MISSING' }] });
  });
});
