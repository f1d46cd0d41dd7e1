import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readZip } from '../../../src/formats/zip/index.ts';
import { sourceFromBytes, toBase64 } from '../../../src/foundation/core/index.ts';
import { countersignApplication, signApplication } from '../../../src/sign/application/index.ts';
import { requireTool, tool } from '../../support/tools.ts';
import { applicationInput, personOf, SECOND } from '../../unit/application/fixtures.ts';
import { scene } from '../../unit/application/scene.ts';
import { NOW, testPki } from '../../unit/asic/fixtures.ts';

describe.skipIf(tool('openssl') === undefined).each(['P-256', 'RSA'] as const)(
  'OpenSSL verifies what is signed around an application, %s',
  (algorithm) => {
    let folder: string;
    const file = (name: string): string => join(folder, name);
    const put = (name: string, bytes: Uint8Array): void => writeFileSync(file(name), bytes);
    const cms = (...args: string[]): number | null => {
      const at = ['-attime', String(NOW.getTime() / 1000 + 60), '-CAfile', file('root.pem')];
      const common = ['cms', '-verify', '-binary', '-inform', 'DER', '-purpose', 'any', ...at];
      return spawnSync(requireTool('openssl'), [...common, '-out', file('out'), ...args]).status;
    };

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'yinxin-application-'));
      const pki = await testPki(algorithm);
      const first = await signApplication(await applicationInput(pki, { coApplicants: [SECOND] }));
      const both = await countersignApplication({
        application: first.file,
        as: 'co-applicant-1',
        signer: await (await personOf(pki, SECOND)).signer(),
        at: NOW,
      });
      const zip = await readZip(sourceFromBytes(both.file));
      for (const n of [1, 2]) {
        put(`manifest${n}.xml`, await zip.read(zip.find(`META-INF/ASiCManifest00${n}.xml`)!));
        put(`signature${n}.p7s`, await zip.read(zip.find(`META-INF/signature00${n}.p7s`)!));
      }
      const { asked, withdrawal } = await scene(pki);
      put('receipt.p7m', asked.file);
      put('withdrawal.p7m', withdrawal);
      const lines = toBase64(pki.root.certificate)
        .match(/.{1,64}/g)!
        .join('\n');
      writeFileSync(file('root.pem'), `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('both signatures, each over its own manifest and no other', () => {
      for (const n of [1, 2]) {
        const signature = file(`signature${n}.p7s`);
        expect(cms('-in', signature, '-content', file(`manifest${n}.xml`))).toBe(0);
        expect(cms('-in', signature, '-content', file(`manifest${3 - n}.xml`))).not.toBe(0);
      }
    });

    it('a receipt and a withdrawal', () => {
      for (const name of ['receipt.p7m', 'withdrawal.p7m']) expect(cms('-in', file(name))).toBe(0);
    });
  },
);
