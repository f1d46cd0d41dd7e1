import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pemText } from '../../../src/adapters/files/index.ts';
import { type PackagedArchive, type PackageForm, verificationScript } from '../../../src/archive/index.ts';
import { readZip } from '../../../src/formats/zip/index.ts';
import { fromUtf8, sourceFromBytes, utf8 } from '../../../src/foundation/core/index.ts';
import type { TestPki } from '../../../src/testing/index.ts';
import { tool } from '../../support/tools.ts';
import { sampleFiles, samplePackage } from '../../unit/archive/fixtures.ts';
import { NOW, repack, testPki } from '../../unit/asic/fixtures.ts';

const needed = ['unzip', 'openssl', 'sha256sum', 'xmllint', 'awk', 'sed'];
const present = needed.every((name) => tool(name) !== undefined);
const folder = mkdtempSync(join(tmpdir(), 'yinxin-packages-'));
const at = String(NOW.getTime() / 1000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the script as a stranger would: the package, the roots that he trusts, a time. */
function script(name: string, file: Uint8Array): { readonly status: number | null; readonly output: string } {
  const path = join(folder, name);
  writeFileSync(path, file);
  writeFileSync(join(folder, 'verify.sh'), verificationScript());
  const root = join(folder, 'root.pem');
  const run = spawnSync('sh', [join(folder, 'verify.sh'), path, root, at, root], { encoding: 'utf8' });
  return { status: run.status, output: run.stdout + run.stderr };
}

const FORMS: readonly PackageForm[] = ['item-package', 'asic', 'eep'];

describe.skipIf(!present).each(['P-256', 'RSA'] as const)('the script in the packages (%s)', (algorithm) => {
  let pki: TestPki;
  const packages = new Map<PackageForm, PackagedArchive>();
  beforeAll(async () => {
    pki = await testPki(algorithm);
    writeFileSync(join(folder, 'root.pem'), pemText('CERTIFICATE', pki.root.certificate));
    const tsa = pki.timestampAuthority();
    for (const form of FORMS) packages.set(form, await samplePackage(pki, { form, tsa }));
  });

  it.each(FORMS)('verifies a package of the form %s with unzip, openssl and digest tools alone', (form) => {
    const { status, output } = script(`good-${form}`, packages.get(form)!.file);
    expect(status, output).toBe(0);
    expect(output).toContain('PASSED');
    if (form === 'asic') expect(output).toContain('timestamp: META-INF/ASiCArchiveManifest001.xml');
  });

  it('verifies a 修改型 over a 修改型, data that is referred to included', async () => {
    const files = await sampleFiles(pki);
    const second = await samplePackage(pki, {
      form: 'eep',
      previous: packages.get('eep')!.file,
      files: [files[0]!, { ...files[1]!, data: utf8('复核') }, files[2]!],
    });
    const third = await samplePackage(pki, { form: 'eep', previous: second.file });
    const { status, output } = script('third.eep', third.file);
    expect(status, output).toBe(0);
  });

  it.each(['item-package', 'asic'] as const)(
    'refuses a changed, an added and a lost file (%s)',
    async (form) => {
      const { file } = packages.get(form)!;
      for (const change of [
        { '过程文件/审批流程.txt': utf8('别的') },
        { '过程文件/多余.txt': utf8('多余') },
        { '过程文件/审批流程.txt': null },
      ]) {
        const { status, output } = script(`bad-${form}`, await repack(file, change));
        expect(status, output).not.toBe(0);
      }
    },
  );

  it('refuses an EEP with a changed octet, and one whose locked signature was touched', () => {
    const text = fromUtf8(packages.get('eep')!.file);
    for (const [from, to] of [
      ['<题名>', '<题名 >'],
      ['<签名时间>2026-11-23T10:00:00', '<签名时间>2026-11-23T10:00:01'],
    ] as const) {
      expect(text).toContain(from);
      const { status, output } = script('bad.eep', utf8(text.replace(from, to)));
      expect(status, output).not.toBe(0);
    }
  });

  it('has XML that xmllint accepts by the schemas in the package, and refuses when it is changed', async () => {
    const zip = await readZip(sourceFromBytes(packages.get('asic')!.file));
    const take = async (name: string, to: string): Promise<string> => {
      const path = join(folder, to);
      writeFileSync(path, await zip.read(zip.find(name)!));
      return path;
    };
    const lint = (schema: string, file: string): number | null =>
      spawnSync('xmllint', ['--noout', '--schema', schema, file], { encoding: 'utf8' }).status;
    for (const [xml, schema] of [
      ['基本信息元数据.xml', 'base_info.xsd'],
      ['管理过程元数据.xml', 'process_info.xsd'],
      ['校验信息.xml', 'manifest.xsd'],
    ] as const) {
      const xsd = await take(`验证方法/${schema}`, schema);
      const file = await take(xml, 'one.xml');
      expect(lint(xsd, file), xml).toBe(0);
      writeFileSync(file, readFileSync(file, 'utf8').replace(/<(\w+)(?=[^<]*<\/)/, '<x$1'));
      expect(lint(xsd, file), `${xml} changed`).not.toBe(0);
    }
    const eep = join(folder, 'good.eep');
    writeFileSync(eep, packages.get('eep')!.file);
    const text = readFileSync(eep, 'utf8');
    const encoded = /<计算机文件名>验证方法\/eep\.xsd[\s\S]*?<编码数据 [^>]*>([\s\S]*?)<\/编码数据>/.exec(
      text,
    )![1]!;
    const xsd = join(folder, 'eep.xsd');
    writeFileSync(xsd, Buffer.from(encoded, 'base64'));
    expect(lint(xsd, eep)).toBe(0);
    writeFileSync(eep, text.replace('<聚合层次>文件', '<聚合层次>案卷'));
    expect(lint(xsd, eep)).not.toBe(0);
  });

  it('has an ASiCManifest and an archive manifest whose signatures openssl takes piece by piece', async () => {
    const target = join(folder, `pieces-${algorithm}`);
    writeFileSync(`${target}.asice`, packages.get('asic')!.file);
    execFileSync('unzip', ['-q', '-o', `${target}.asice`, '-d', target]);
    const root = join(folder, 'root.pem');
    const run = (command: string): ReturnType<typeof spawnSync> =>
      spawnSync('sh', ['-c', command], { cwd: target, encoding: 'utf8' });
    const cms = `openssl cms -verify -binary -inform DER -in META-INF/signature001.p7s -CAfile ${root} -purpose any -attime ${at} -out /dev/null -content`;
    expect(run(`${cms} META-INF/ASiCManifest001.xml`).status).toBe(0);
    expect(run(`${cms} META-INF/ASiCArchiveManifest001.xml`).status).not.toBe(0);
    writeFileSync(join(target, 'ca.pem'), pemText('CERTIFICATE', pki.intermediate.certificate));
    const ts = `openssl ts -verify -in META-INF/timestamp001.tst -token_in -CAfile ${root} -untrusted ca.pem -attime ${at} -data`;
    expect(run(`${ts} META-INF/ASiCArchiveManifest001.xml`).status).toBe(0);
    expect(run(`${ts} META-INF/ASiCManifest001.xml`).status).not.toBe(0);
    expect(run('xmllint --noout META-INF/*.xml').status).toBe(0);
  });
});
