import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { toBase64 } from '../../../src/foundation/core/index.ts';
import type { TestPki } from '../../../src/testing/index.ts';
import { tool } from '../../support/tools.ts';
import { samplePackage } from '../../unit/archive/fixtures.ts';
import { sampleAsic, testPki } from '../../unit/asic/fixtures.ts';

const needed = ['unzip', 'openssl', 'sha256sum', 'xmllint'];
const present = needed.every((name) => tool(name) !== undefined);
const folder = mkdtempSync(join(tmpdir(), 'yinxin-archive-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Unpacks a file beside the PKI's root; answers the folder. */
function unpack(pki: TestPki, name: string, file: Uint8Array): string {
  const target = join(folder, `${name}-${pki.algorithm}`);
  const pem = toBase64(pki.root.certificate).replace(/.{1,64}/g, '$&\n');
  writeFileSync(`${target}.pem`, `-----BEGIN CERTIFICATE-----\n${pem}-----END CERTIFICATE-----\n`);
  writeFileSync(`${target}.zip`, file);
  execFileSync('unzip', ['-q', '-o', `${target}.zip`, '-d', target]);
  return target;
}

const shell = (cwd: string, command: string): string =>
  execFileSync('sh', ['-c', command], { cwd, encoding: 'utf8', stdio: 'pipe' });

const cmsVerify = (target: string, content: string): string =>
  shell(
    target,
    `openssl cms -verify -binary -inform DER -in META-INF/signature001.p7s -content ${content} -CAfile ${target}.pem -purpose any -no_check_time -out /dev/null 2>&1`,
  );

describe.skipIf(!present).each(['P-256', 'RSA'] as const)(
  'others verify what we packed (%s)',
  (algorithm) => {
    it('a package: every digest by sha256sum as 说明.txt says, the seal by openssl, the XML by xmllint', async () => {
      const pki = await testPki(algorithm);
      const target = unpack(pki, 'package', (await samplePackage(pki)).file);
      const readme = readFileSync(join(target, '说明.txt'), 'utf8');
      const command = /核对每个文件：\s+(sed .*sha256sum -c)/.exec(readme)?.[1];
      expect(command).toBeDefined();
      const lines = shell(target, command!).trim().split('\n');
      expect(lines).toHaveLength(13);
      expect(lines.every((line) => line.endsWith(': OK'))).toBe(true);
      expect(cmsVerify(target, 'META-INF/manifest.xml')).toContain('successful');
      expect(shell(target, 'xmllint --noout *.xml META-INF/manifest.xml')).toBe('');
      writeFileSync(join(target, '过程文件/审批流程.txt'), 'x');
      expect(() => shell(target, command!)).toThrow();
    });

    it('a package: SM3 by openssl is the one in the manifest', async () => {
      const pki = await testPki(algorithm);
      const target = unpack(pki, 'sm3', (await samplePackage(pki)).file);
      const sm3 = shell(target, 'openssl dgst -sm3 说明.txt').trim().split('= ')[1]!;
      expect(readFileSync(join(target, 'META-INF/manifest.xml'), 'utf8')).toContain(`sm3="${sm3}"`);
    });

    it('an ASiC-E: the signature over the manifest by openssl, and not over a changed one', async () => {
      const pki = await testPki(algorithm);
      const target = unpack(pki, 'asic', await sampleAsic(pki));
      const manifest = 'META-INF/ASiCManifest001.xml';
      expect(cmsVerify(target, manifest)).toContain('successful');
      expect(shell(target, `xmllint --noout ${manifest}`)).toBe('');
      writeFileSync(join(target, manifest), `${readFileSync(join(target, manifest), 'utf8')} `);
      expect(() => cmsVerify(target, manifest)).toThrow();
    });
  },
);
