import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { verify } from '../../src/entries/index.ts';
import { pkiRoutes, serve } from '../unit/online/local-pki.ts';
import { buildPdf, MINIMAL } from '../unit/pdf/build-pdf.ts';
import { NOW, type Scene, scene } from '../unit/sign/long-term-scene.ts';

const SOON = new Date(NOW.getTime() + 60_000);
const AT = NOW.toISOString();

describe('yinxin sign --level and yinxin extend', () => {
  let folder: string;
  let known: Scene;
  let server: Awaited<ReturnType<typeof serve>>;
  let crls: readonly Uint8Array[];
  const path = (name: string): string => join(folder, name);
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yinxin-extend-'));
    known = await scene();
    server = await serve(await pkiRoutes(known.pki));
    crls = known.options.validationData!.crls!;
    writeFileSync(path('page.pdf'), buildPdf(MINIMAL));
    writeFileSync(path('text.txt'), '申请内容（样）');
    writeFileSync(path('signed.pdf'), known.signed);
    writeFileSync(path('root.cer'), known.pki.root.certificate);
    writeFileSync(path('key.p8'), known.pki.signer.pkcs8);
    known.pki.signer.chain.forEach(
      (certificate, i) => void writeFileSync(path(`chain-${i}.cer`), certificate),
    );
    crls.forEach((crl, i) => void writeFileSync(path(`${i}.crl`), crl));
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => {
    process.exitCode = undefined;
    vi.restoreAllMocks();
  });

  const yinxin = async (...args: readonly string[]) => {
    const told: string[] = [];
    const keep = (text: unknown): boolean => told.push(String(text)) > 0;
    vi.spyOn(process.stdout, 'write').mockImplementation(keep);
    vi.spyOn(process.stderr, 'write').mockImplementation(keep);
    await createProgram().parseAsync(args, { from: 'user' });
    return { told: told.join(''), code: process.exitCode ?? 0 };
  };
  const key = () => ['--key', path('key.p8'), '--cert', path('chain-0.cer'), path('chain-1.cer'), '--at', AT];
  const data = () => ['--crl', path('0.crl'), path('1.crl'), '--trust', path('root.cer')];
  const tsa = () => ['--tsa', `${server.url}/tsa`];
  const levelOf = async (name: string, detached?: Uint8Array) => {
    const options = { at: SOON, trust: known.trust, revocation: 'require', crls } as const;
    const { sourceFromBytes } = await import('../../src/foundation/core/index.ts');
    const content = detached === undefined ? {} : { detached: sourceFromBytes(detached) };
    const report = await verify(new Uint8Array(readFileSync(path(name))), { ...options, ...content });
    return [report.conclusion.indication, report.signatures[0]!.level];
  };

  it.each(['B-T', 'B-LT', 'B-LTA'])('extends a PDF to %s', async (level) => {
    const out = path(`extended-${level}.pdf`);
    const run = await yinxin(
      ...['extend', path('signed.pdf'), '--level', level, '--at', AT, '--out', out, ...tsa(), ...data()],
    );
    expect(run.told).toContain(`level ${level}; added:`);
    expect(await levelOf(`extended-${level}.pdf`)).toEqual(['TOTAL_PASSED', `PAdES-${level}`]);
  });

  it.each(['B-T', 'B-LT', 'B-LTA'])('signs a PDF at %s', async (level) => {
    const out = path(`signed-${level}.pdf`);
    // Data at hand would stand under the signature, and make B-T more than that.
    const more = level === 'B-T' ? [] : data();
    await yinxin('sign', path('page.pdf'), '--level', level, '--out', out, ...key(), ...tsa(), ...more);
    expect(await levelOf(`signed-${level}.pdf`)).toEqual(['TOTAL_PASSED', `PAdES-${level}`]);
  });

  it('signs and extends a CMS', async () => {
    const content = new Uint8Array(readFileSync(path('text.txt')));
    await yinxin(
      'sign',
      path('text.txt'),
      '--out',
      path('text.p7s'),
      ...key(),
      '--commitment',
      'proof-of-origin',
    );
    await yinxin(
      ...['extend', path('text.p7s'), '--level', 'B-LT', '--detached', path('text.txt')],
      ...['--at', AT, '--out', path('text-lt.p7s'), ...tsa(), ...data()],
    );
    expect(await levelOf('text-lt.p7s', content)).toEqual(['TOTAL_PASSED', 'CAdES-B-LT']);
  });

  it('tells what is missing, and ends with 2 where a report is asked for', async () => {
    const args = [
      'extend',
      path('signed.pdf'),
      '--level',
      'B-LT',
      '--at',
      AT,
      ...tsa(),
      '--trust',
      path('root.cer'),
    ];
    await expect(yinxin(...args, '--out', path('none.pdf'))).rejects.toMatchObject({
      code: 'VALIDATION_DATA_MISSING',
    });
    const run = await yinxin(...args, '--out', path('part.pdf'), '--incomplete', 'report');
    expect(run.told).toContain('missing: sig-1');
    expect(run.code).toBe(2);
  });

  it('keeps a signature whose authority is down, says so, and ends with 2', async () => {
    const down = ['--tsa', `${server.url}/nobody`];
    const args = ['sign', path('page.pdf'), '--level', 'B-T', ...key(), ...down];
    await expect(yinxin(...args, '--out', path('down.pdf'))).rejects.toMatchObject({
      code: 'TIMESTAMP_FAILED',
    });
    const run = await yinxin(...args, '--out', path('marked.pdf'), '--when-unreachable', 'mark');
    expect(run).toMatchObject({ code: 2 });
    expect(run.told).toContain('yinxin extend --level B-T');
    expect(await levelOf('marked.pdf')).toEqual(['TOTAL_PASSED', 'PAdES-B-B']);
  });
});
