import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { pemText } from '../../src/adapters/files/index.ts';
import { createProgram } from '../../src/cli/program.ts';
import { createTestPki, type TestIdentity } from '../../src/testing/index.ts';
import { day, documentOf } from '../unit/evidence/world.ts';

/** The commands in this process, over real folders. */
describe('yinxin transfer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yinxin-transfer-cli-'));
  const at = (name: string): string => join(folder, name);
  const FROM = { name: '示例市数据资源管理局（样）', code: 'A' };
  const TO = { name: '示例市档案馆（样）', code: 'B' };
  let out = '';
  beforeAll(async () => {
    const pki = await createTestPki({ algorithm: 'P-256', now: day('2026-11-23') });
    const keys = ({ pkcs8, chain }: TestIdentity): string =>
      pemText('PRIVATE KEY', pkcs8) + chain.map((der) => pemText('CERTIFICATE', der)).join('');
    mkdirSync(at('trust'));
    writeFileSync(at('trust/root.pem'), pemText('CERTIFICATE', pki.root.certificate));
    writeFileSync(at('sender.pem'), keys(await pki.issue({ name: FROM.name })));
    writeFileSync(at('receiver.pem'), keys(await pki.issue({ name: TO.name })));
    const items = [1, 2, 3].map((i) => ({
      name: `${i}.txt`,
      recordCode: `R-${i}`,
      title: `样张 ${i}`,
      path: `${i}.txt`,
    }));
    for (const i of [1, 2, 3]) writeFileSync(at(`${i}.txt`), documentOf(i));
    writeFileSync(at('batch.json'), JSON.stringify({ id: 'YJ-1', from: FROM, to: TO, items }));
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
    await createProgram().parseAsync(['node', 'yinxin', 'transfer', ...args]);
    const code = Number(process.exitCode ?? 0);
    process.exitCode = 0;
    return code;
  }
  const trust = ['--trust', at('trust'), '--revocation', 'none', '--at', '2026-11-23'];
  const receive = (...more: string[]): Promise<number> =>
    yinxin(
      ...['receive', at('out'), '--receiver-name', TO.name, '--receiver-code', TO.code],
      ...['--key', at('receiver.pem'), '--out', at('receipt.p7m'), '--force', ...trust, ...more],
    );
  const verify = (): Promise<number> =>
    yinxin('verify', at('receipt.p7m'), '--handover', at('out/移交凭证.p7m'), ...trust);

  it('makes a batch, receives it whole and in part, and verifies each receipt', async () => {
    const make = [
      'make',
      at('batch.json'),
      '--out',
      at('out'),
      '--key',
      at('sender.pem'),
      '--at',
      '2026-11-23',
    ];
    expect(await yinxin(...make)).toBe(0);
    expect(out).toContain('3 items');
    expect(await yinxin(...make)).toBe(0);
    expect(await receive()).toBe(0);
    expect(out).toContain('accepted, 3 items accepted');
    expect(await verify()).toBe(0);
    writeFileSync(at('out/内容/2.txt'), 'changed');
    rmSync(at('out/内容/3.txt'));
    writeFileSync(at('out/x'), '');
    expect(await receive()).toBe(2);
    for (const line of ['内容/2.txt: altered (content)', '内容/3.txt: missing (content)', '  x: extra']) {
      expect(out).toContain(line);
    }
    expect(await verify()).toBe(2);
    expect(await receive('--receiver-code', 'C', '--json')).toBe(1);
    expect(out).toContain('"reasons":["TRANSFER_RECEIVER"]');
    expect(await verify()).toBe(1);
  });

  it('refuses a description that is none', async () => {
    for (const text of ['[]', '{"id":"1"}', '{"id":"1","from":{},"to":{},"items":[]}', 'null']) {
      writeFileSync(at('wrong.json'), text);
      const made = yinxin('make', at('wrong.json'), '--out', at('other'), '--key', at('sender.pem'));
      await expect(made).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    }
  });
});
