import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromPem, fromPkcs12 } from '../../../src/adapters/keys/index.ts';
import { toBase64, utf8 } from '../../../src/foundation/core/index.ts';
import { parsePublicKey, signingSchemeOf, verifySignature } from '../../../src/foundation/crypto/index.ts';
import { createTestPki, type TestAlgorithm, type TestPki } from '../../../src/testing/index.ts';
import { requireTool, tool } from '../../support/tools.ts';

const now = new Date('2026-11-23T04:00:00Z');
const PASSWORD = 'correct horse';

/** RC4 is left out on purpose; every other scheme that OpenSSL writes is read. */
const ENCRYPTIONS: readonly (readonly [string, readonly string[]])[] = [
  ['the default (AES-256, PBKDF2 with SHA-256)', []],
  ['AES-128 and a SHA-1 MAC', ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC', '-macalg', 'sha1']],
  ['AES-192 and a SHA-512 MAC', ['-keypbe', 'AES-192-CBC', '-certpbe', 'AES-192-CBC', '-macalg', 'sha512']],
  ['3DES and RC2-40 (-legacy)', ['-legacy']],
  ['RC2-128 and 2-key 3DES', ['-legacy', '-keypbe', 'PBE-SHA1-2DES', '-certpbe', 'PBE-SHA1-RC2-128']],
  ['RC2-40 for the key too', ['-legacy', '-keypbe', 'PBE-SHA1-RC2-40', '-certpbe', 'PBE-SHA1-RC2-40']],
  ['certificates in the clear', ['-certpbe', 'NONE']],
  ['nothing encrypted', ['-certpbe', 'NONE', '-keypbe', 'NONE']],
  ['no MAC', ['-nomac']],
];

describe.skipIf(tool('openssl') === undefined).each<TestAlgorithm>(['P-256', 'RSA', 'SM2'])(
  'key files that OpenSSL writes, with %s',
  (algorithm) => {
    let folder: string;
    let pki: TestPki;
    const file = (name: string): string => join(folder, name);
    const openssl = (...args: string[]): void => {
      execFileSync(requireTool('openssl'), args, { stdio: 'pipe' });
    };

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'yinxin-keys-'));
      pki = await createTestPki({ algorithm, now });
      writeFileSync(file('key.pem'), pem('PRIVATE KEY', pki.signer.pkcs8));
      writeFileSync(file('leaf.pem'), pem('CERTIFICATE', pki.signer.certificate));
      writeFileSync(
        file('cas.pem'),
        pem('CERTIFICATE', pki.root.certificate) + pem('CERTIFICATE', pki.intermediate.certificate),
      );
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const exportPkcs12 = (password: string, options: readonly string[]): Uint8Array => {
      const names = ['-inkey', file('key.pem'), '-in', file('leaf.pem'), '-certfile', file('cas.pem')];
      openssl(
        'pkcs12',
        '-export',
        ...names,
        '-out',
        file('out.p12'),
        '-passout',
        `pass:${password}`,
        ...options,
      );
      return readFileSync(file('out.p12'));
    };

    it.each(ENCRYPTIONS)('PKCS#12 with %s opens, and its signer signs', async (_, options) => {
      const signer = await fromPkcs12(exportPkcs12(PASSWORD, options), PASSWORD, { at: now });
      const { chain, algorithm: signing, publicKey } = await signer.info();
      expect(chain).toEqual([pki.signer.certificate, pki.intermediate.certificate]);
      const data = utf8('待签内容');
      const { value } = await signer.sign({ kind: 'message', data });
      const { scheme } = signingSchemeOf(signing);
      expect(verifySignature(scheme, parsePublicKey(publicKey), [data], value)).toBe('valid');
    });

    it.each(ENCRYPTIONS.filter(([name]) => name !== 'nothing encrypted'))(
      'PKCS#12 with %s refuses another password',
      async (_, options) => {
        const bytes = exportPkcs12(PASSWORD, options);
        await expect(fromPkcs12(bytes, 'wrong')).rejects.toMatchObject({ code: 'PASSWORD_WRONG' });
      },
    );

    it.each(['', '密码', 'ü€😀'])(
      'PKCS#12 with the password %j opens in both generations',
      async (password) => {
        for (const options of [[], ['-legacy']]) {
          const signer = await fromPkcs12(exportPkcs12(password, options), password);
          expect((await signer.info()).chain?.[0]).toEqual(pki.signer.certificate);
        }
      },
    );

    it.each([
      ['AES-256-CBC', ['-v2', 'aes-256-cbc']],
      ['AES-128-CBC with HMAC-SHA-1', ['-v2', 'aes-128-cbc', '-v2prf', 'hmacWithSHA1']],
      ['AES-192-CBC with HMAC-SHA-512', ['-v2', 'aes-192-cbc', '-v2prf', 'hmacWithSHA512']],
      ['3DES', ['-v2', 'des3']],
      ['SM4-CBC', ['-v2', 'sm4-cbc']],
      ['pbeWithSHA1And3-KeyTripleDES', ['-v1', 'PBE-SHA1-3DES']],
    ] as const)('PKCS#8 under %s opens', async (_, options) => {
      const target = ['-out', file('encrypted.pem'), '-passout', `pass:${PASSWORD}`];
      openssl('pkcs8', '-topk8', '-in', file('key.pem'), ...target, ...options);
      const key = readFileSync(file('encrypted.pem'));
      const certificates = readFileSync(file('leaf.pem'));
      const signer = await fromPem({ key, certificates, password: PASSWORD });
      expect((await signer.info()).chain).toEqual([pki.signer.certificate]);
      for (const password of ['wrong', undefined]) {
        const options = { key, certificates, ...(password === undefined ? {} : { password }) };
        await expect(fromPem(options)).rejects.toMatchObject({ code: 'PASSWORD_WRONG' });
      }
    });

    it('the traditional form (SEC 1, PKCS#1) opens', async () => {
      if (algorithm === 'RSA')
        openssl('rsa', '-traditional', '-in', file('key.pem'), '-out', file('old.pem'));
      else openssl('ec', '-in', file('key.pem'), '-out', file('old.pem'));
      const key = readFileSync(file('old.pem'), 'latin1');
      expect(key).toMatch(/BEGIN (?:RSA|EC|SM2) PRIVATE KEY/);
      const signer = await fromPem({ key, certificates: pki.signer.chain });
      expect((await signer.info()).chain).toEqual(pki.signer.chain);
    });

    it('the old encryption of PEM is refused with what to do', async () => {
      const command = algorithm === 'RSA' ? ['rsa', '-traditional'] : ['ec'];
      const out = ['-out', file('old.pem'), '-aes128', '-passout', `pass:${PASSWORD}`];
      openssl(...command, '-in', file('key.pem'), ...out);
      const key = readFileSync(file('old.pem'));
      const refused = fromPem({ key, certificates: pki.signer.chain, password: PASSWORD });
      await expect(refused).rejects.toMatchObject({ code: 'ALGORITHM_UNSUPPORTED' });
      await expect(refused).rejects.toThrow('openssl pkcs8 -topk8');
    });
  },
);

function pem(label: string, der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g)!;
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
