import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pemText } from '../../../src/adapters/files/index.ts';
import { createProgram } from '../../../src/cli/program.ts';
import { decodePng } from '../../../src/formats/png/index.ts';
import { readSeal, sealFacts } from '../../../src/signatures/ses/index.ts';
import { createTestPki, type TestIdentity } from '../../../src/testing/index.ts';
import { NOW } from '../../support/life.ts';
import { judged, pagesPdf } from '../../support/seal-pdf.ts';

const FONT = new URL('../../../assets/fonts/yinxin-demo-serif.ttf', import.meta.url).pathname;

describe('yinxin seal draw, seal make and seal', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'yinxin-seal-tools-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: string[]): Promise<unknown> =>
    createProgram().parseAsync(['node', 'yinxin', ...args]);
  const leaveKey = (name: string, identity: TestIdentity): string => {
    const chain = identity.chain.map((der) => pemText('CERTIFICATE', der)).join('');
    writeFileSync(at(name), pemText('PRIVATE KEY', identity.pkcs8) + chain);
    return at(name);
  };

  it('draw every kind, as PNG and SVG, in their true size', async () => {
    const draw = async (name: string, ...args: string[]) => {
      await run('seal', 'draw', '--font', FONT, '--out', at(name), ...args);
      return readFileSync(at(name));
    };
    const sizeOf = (png: Uint8Array) => {
      const { width, height } = decodePng(new Uint8Array(png));
      return [width, height];
    };
    const name = ['--name', '示例市行政审批局'];
    expect(sizeOf(await draw('round.png', ...name, '--lower', '样章', '--code', '3399000000001'))).toEqual([
      496, 496,
    ]);
    expect(sizeOf(await draw('oval.png', '--kind', 'oval', ...name, '--middle', '0123'))).toEqual([472, 354]);
    expect(
      sizeOf(
        await draw('lines.png', '--kind', 'rectangle', '--width', '50', '--height', '20', '--line', '样章'),
      ),
    ).toEqual([591, 236]);
    expect(sizeOf(await draw('square.png', '--kind', 'square', '--name', '测试人', '--dpi', '600'))).toEqual([
      472, 472,
    ]);
    writeFileSync(at('emblem.txt'), 'M0 0h10v10h-10z\n');
    expect(String(await draw('round.svg', ...name, '--emblem', at('emblem.txt')))).toMatch(
      /^<svg .*width="42mm"/,
    );
  });

  it('make a seal, and seal a PDF with it in both forms, riding', async () => {
    const pki = await createTestPki({ algorithm: 'SM2', now: NOW });
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await run('seal', 'draw', '--font', FONT, '--name', '示例市', '--dpi', '100', '--out', at('seal.png'));
    const makeArgs = (out: string, ...more: string[]) => [
      ...['seal', 'make', '--key', leaveKey('maker.pem', pki.sealMaker), '--name', '示例市样章', '--id', '1'],
      ...['--signer', leaveKey('signer.pem', pki.sealSigner), '--picture', at('seal.png')],
      ...['--width', '42', '--height', '42', '--at', NOW.toISOString(), '--out', at(out), ...more],
    ];
    await run(...makeArgs('v4.esl'));
    await run(...makeArgs('v1.esl', '--seal-version', '1'));
    expect(told.mock.calls.flat().join(' ')).toContain('authorised seal-making system');
    told.mockRestore();
    const seal = readSeal(new Uint8Array(readFileSync(at('v4.esl'))));
    expect(sealFacts(seal, pki.sealSigner.certificate, []).facts).toMatchObject({
      makerSignature: 'intact',
      signerListed: true,
    });
    expect(readSeal(new Uint8Array(readFileSync(at('v1.esl')))).structure).toBe('V1');
    writeFileSync(at('pages.pdf'), pagesPdf(3));
    for (const form of ['pades', 'ses']) {
      await run(
        ...['seal', at('pages.pdf'), '--seal', at('v4.esl'), '--key', at('signer.pem'), '--form', form],
        ...['--at', NOW.toISOString(), '--riding', 'right', '--out', at(`${form}.pdf`)],
      );
      const sealed = new Uint8Array(readFileSync(at(`${form}.pdf`)));
      expect((await judged(pki, sealed)).verdict).toBe('TOTAL_PASSED');
    }
  });
});
