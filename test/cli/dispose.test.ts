import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { pemText } from '../../src/adapters/files/index.ts';
import { createProgram } from '../../src/cli/program.ts';
import { createTestPki } from '../../src/testing/index.ts';
import { day, documentOf } from '../unit/evidence/world.ts';

/** The command in this process, over real folders. */
describe('yinxin dispose', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yinxin-dispose-cli-'));
  const at = (name: string): string => join(folder, name);
  const NOW = '2037-06-01T00:00:00Z';
  let out = '';
  beforeAll(async () => {
    const { signer } = await createTestPki({ algorithm: 'P-256', now: day('2037-06-01') });
    const chain = signer.chain.map((der) => pemText('CERTIFICATE', der)).join('');
    writeFileSync(at('key.pem'), pemText('PRIVATE KEY', signer.pkcs8) + chain);
    writeFileSync(at('table.csv'), '事项编码,文件代码,保管期限\nT,A*,10年\nT,C*,永久\n');
    const records = [0, 1, 2].map((i) => ({
      ...{
        id: `R-${i}`,
        title: `样张 ${i}`,
        taskCode: 'T',
        fileCode: i === 2 ? 'C1' : 'A1',
        path: `${i}.txt`,
      },
      closedAt: '2026-07-01',
      sha256: createHash('sha256').update(documentOf(i)).digest('hex'),
    }));
    for (const i of [0, 1, 2]) writeFileSync(at(`${i}.txt`), documentOf(i));
    writeFileSync(at('records.json'), JSON.stringify(records));
    writeFileSync(at('hold.json'), '{"R-1":"审计（样）"}');
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

  async function dispose(...args: readonly string[]): Promise<number> {
    const fixed = ['dispose', at('records.json'), '--id', '2037-1', '--table', at('table.csv'), '--at', NOW];
    await createProgram().parseAsync(['node', 'yinxin', ...fixed, ...args]);
    const code = Number(process.exitCode ?? 0);
    process.exitCode = 0;
    return code;
  }

  function approve(proposal: string, persons: readonly string[]): void {
    const approvals = persons.map((approver) => ({
      proposal,
      approver,
      name: approver,
      at: NOW,
      basis: '纪要（样）',
    }));
    writeFileSync(
      at('approvals.json'),
      JSON.stringify({ proposedAt: NOW, approvals, supervisors: ['丙', '丁'] }),
    );
  }
  const carryOut = (...more: string[]): Promise<number> =>
    dispose(
      '--approvals',
      at('approvals.json'),
      '--registers',
      at('registers'),
      '--key',
      at('key.pem'),
      ...more,
    );

  it('tells what may go, and deletes it when two persons approved', async () => {
    expect(await dispose('--hold', at('hold.json'))).toBe(2);
    expect(out).toContain('R-0 may go');
    expect(out).toContain('R-1 stays: DISPOSAL_UNDER_HOLD: 审计（样）');
    expect(out).toContain('R-2 stays: DISPOSAL_PERMANENT');
    out = '';
    expect(await dispose()).toBe(2);
    const proposal = /^proposal ([0-9a-f]{64})/m.exec(out)![1]!;
    approve(proposal, ['P1']);
    await expect(carryOut()).rejects.toMatchObject({ code: 'DISPOSAL_REFUSED' });
    approve(proposal, ['P1', 'P2']);
    await expect(carryOut('--hold', at('hold.json'))).rejects.toMatchObject({ code: 'DISPOSAL_REFUSED' });
    expect(existsSync(at('registers/disposal-2037-1.json'))).toBe(false);
    writeFileSync(at('1.txt'), 'another');
    await expect(carryOut()).rejects.toMatchObject({ code: 'DISPOSAL_INVALID', details: { record: 'R-1' } });
    writeFileSync(at('1.txt'), documentOf(1));
    expect(await carryOut()).toBe(0);
    expect(out).toContain('2 records deleted');
    expect([0, 1, 2].map((i) => existsSync(at(`${i}.txt`)))).toEqual([false, false, true]);
    expect(readdirSync(at('registers')).sort()).toEqual([
      ...['disposal-2037-1.done.json', 'disposal-2037-1.json', 'disposal-2037-1.p7s'],
    ]);
    expect(await carryOut()).toBe(0);
  });

  it('refuses records and approvals that are none', async () => {
    for (const text of ['{}', '[{}]', '[null]', '{"proposedAt":"2037"}']) {
      writeFileSync(at('approvals.json'), text);
      await expect(carryOut()).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    }
    writeFileSync(at('hold.json'), '[]');
    await expect(dispose('--hold', at('hold.json'))).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    writeFileSync(at('hold.json'), '{');
    await expect(dispose('--hold', at('hold.json'))).rejects.toMatchObject({ code: 'JSON_INVALID' });
  });
});
