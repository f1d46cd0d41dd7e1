import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { pemText } from '../../src/adapters/files/index.ts';
import { createTestPki } from '../../src/testing/index.ts';
import { ITEM, STEPS } from '../unit/archive/fixtures.ts';
import { NOW, repack, sampleAsic } from '../unit/asic/fixtures.ts';
import { yinxin } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'yinxin-package-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string): string => join(folder, name);
const AT = NOW.toISOString();

describe('yinxin package and check', () => {
  it('packs one item in every form, verified first, and checks it with a page for people', async () => {
    const pki = await createTestPki({ algorithm: 'P-256', now: NOW });
    const { crls } = await pki.validationData();
    writeFileSync(path('root.pem'), pemText('CERTIFICATE', pki.root.certificate));
    for (const [i, crl] of crls.entries()) writeFileSync(path(`${i}.crl`), crl);
    writeFileSync(path('key.pem'), pemText('PRIVATE KEY', pki.sealSigner.pkcs8));
    const chain = [pki.sealSigner.certificate, pki.intermediate.certificate];
    writeFileSync(path('chain.pem'), chain.map((der) => pemText('CERTIFICATE', der)).join(''));
    writeFileSync(path('a.asice'), await sampleAsic(pki));
    const describeItem = (name: string): void => {
      const file = { folder: '申报文件', name: '申请.asice', code: 'A1', title: '申请书', path: name };
      const files = [{ ...file, createdAt: AT, sharing: '无条件共享' }];
      writeFileSync(path('item.json'), JSON.stringify({ item: ITEM, files, processes: STEPS }));
    };
    describeItem('a.asice');
    const trust = ['--trust', path('root.pem'), ...crls.flatMap((_, i) => ['--crl', path(`${i}.crl`)])];
    const pack = (out: string, ...more: readonly string[]) =>
      yinxin(
        ['package', path('item.json'), '--key', path('key.pem'), '--cert', path('chain.pem')].concat(
          ['--at', AT, '--out', path(out)],
          more,
        ),
      );
    for (const form of ['item-package', 'asic', 'eep']) {
      const packed = pack(`out.${form}`, '--form', form, ...trust);
      expect(packed.code, packed.err).toBe(0);
      const check = yinxin(
        ['check', path(`out.${form}`), '--at', AT, '--json', '--no-carrier'].concat(
          ['--html', path(`${form}.html`)],
          trust,
        ),
      );
      const [report] = check.lines();
      expect(report, check.err).toMatchObject({ form, overall: 'undetermined', stage: '归档' });
      expect(readFileSync(path(`${form}.html`), 'utf8')).toContain('GD-1-1');
    }
    const revised = pack('second.eep', '--form', 'eep', '--previous', path('out.eep'), ...trust);
    expect(revised.code, revised.err).toBe(0);
    writeFileSync(
      path('bad.asice'),
      await repack(await sampleAsic(pki), { '表单.json': Uint8Array.of(0x7b, 0x7d) }),
    );
    describeItem('bad.asice');
    const refused = pack('bad.zip', ...trust);
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain('PACKAGE_INVALID');
  });
});
