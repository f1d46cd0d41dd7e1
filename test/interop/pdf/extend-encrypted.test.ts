import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createProgram } from '../../../src/cli/program.ts';
import { requireTool, tool } from '../../support/tools.ts';
import { pkiRoutes, serve } from '../../unit/online/local-pki.ts';
import { buildPdf, MINIMAL } from '../../unit/pdf/build-pdf.ts';
import { NOW, scene } from '../../unit/sign/long-term-scene.ts';

describe.skipIf(!tool('qpdf'))('yinxin extend, over a file that qpdf encrypted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yinxin-encrypted-'));
  const path = (name: string): string => join(folder, name);
  let server: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    const { pki, options } = await scene();
    server = await serve(await pkiRoutes(pki));
    writeFileSync(path('page.pdf'), buildPdf(MINIMAL));
    writeFileSync(path('password'), 'secret\n');
    writeFileSync(path('root.cer'), pki.root.certificate);
    writeFileSync(path('key.p8'), pki.signer.pkcs8);
    for (const [i, certificate] of pki.signer.chain.entries()) writeFileSync(path(`${i}.cer`), certificate);
    for (const [i, crl] of (options.validationData?.crls ?? []).entries())
      writeFileSync(path(`${i}.crl`), crl);
    const password = ['secret', 'owner', '256', '--'];
    execFileSync(requireTool('qpdf'), ['--encrypt', ...password, path('page.pdf'), path('locked.pdf')]);
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => vi.restoreAllMocks());

  const yinxin = async (...args: readonly string[]): Promise<string> => {
    const told: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => told.push(String(text)) > 0);
    await createProgram().parseAsync(args, { from: 'user' });
    return told.join('');
  };

  it('takes the password from a file, and says what is missing without one', async () => {
    const at = ['--at', NOW.toISOString()];
    const password = ['--pdf-password-file', path('password')];
    const key = ['--key', path('key.p8'), '--cert', path('0.cer'), path('1.cer')];
    await yinxin('sign', path('locked.pdf'), '--out', path('b.pdf'), ...key, ...at, ...password);
    const data = ['--crl', path('0.crl'), path('1.crl'), '--trust', path('root.cer')];
    const extend = ['extend', path('b.pdf'), '--level', 'B-LT', '--tsa', `${server.url}/tsa`, ...at, ...data];
    await expect(yinxin(...extend, '--out', path('none.pdf'))).rejects.toMatchObject({
      code: 'PDF_ENCRYPTED',
    });
    expect(await yinxin(...extend, '--out', path('lt.pdf'), ...password)).toContain('level B-LT');
    const check = execFileSync(requireTool('qpdf'), ['--check', '--password=secret', path('lt.pdf')]);
    expect(check.toString()).toContain('No syntax or stream encoding errors found');
  });
});
