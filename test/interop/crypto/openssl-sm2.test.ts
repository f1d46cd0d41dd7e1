import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBase64, toBase64, utf8 } from '../../../src/foundation/core/index.ts';
import {
  importPrivateKey,
  type PrivateKey,
  parsePublicKey,
  signingSchemeOf,
  sm2,
  verifySignature,
} from '../../../src/foundation/crypto/index.ts';
import { requireTool, tool } from '../../support/tools.ts';

const DIST_ID = ['-pkeyopt', 'distid:1234567812345678'];

describe.skipIf(tool('openssl') === undefined)('SM2 with the openssl command', () => {
  let folder = '';
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): Buffer =>
    execFileSync(requireTool('openssl'), args, { stdio: 'pipe' });
  let key: PrivateKey;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yinxin-sm2-'));
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:sm2', '-out', at('key.pem'));
    openssl('pkey', '-in', at('key.pem'), '-pubout', '-out', at('pub.pem'));
    key = await importPrivateKey(fromPem(readFileSync(at('key.pem'), 'utf8')));
    writeFileSync(at('message'), utf8('样章 sample'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const message = (): Uint8Array => Uint8Array.from(readFileSync(at('message')));
  const opensslVerifies = (value: Uint8Array): boolean => {
    writeFileSync(at('value'), value);
    const args = [
      '-verify',
      '-pubin',
      '-inkey',
      at('pub.pem'),
      '-in',
      at('message'),
      '-sigfile',
      at('value'),
    ];
    try {
      return openssl('pkeyutl', ...args, '-rawin', '-digest', 'sm3', ...DIST_ID).includes(
        'Verified Successfully',
      );
    } catch {
      return false;
    }
  };

  it('reads its key and derives the public key that it writes', () => {
    expect(toBase64(key.publicKey)).toBe(toBase64(fromPem(readFileSync(at('pub.pem'), 'utf8'))));
  });

  it('verifies its values, and not over another message', () => {
    const args = ['-sign', '-inkey', at('key.pem'), '-in', at('message'), '-out', at('theirs')];
    openssl('pkeyutl', ...args, '-rawin', '-digest', 'sm3', ...DIST_ID);
    const value = Uint8Array.from(readFileSync(at('theirs')));
    const { scheme } = signingSchemeOf('SM2-SM3');
    const publicKey = parsePublicKey(key.publicKey);
    expect(verifySignature(scheme, publicKey, [message()], value)).toBe('valid');
    expect(verifySignature(scheme, publicKey, [utf8('other')], value)).toBe('invalid');
    if (publicKey.primitive?.type !== 'sm2') throw new Error('not an SM2 key');
    expect(sm2.verify(message(), value, publicKey.primitive.point)).toBe(true);
  });

  it('makes values that it verifies: by OpenSSL inside Node, in TypeScript, and over e', async () => {
    const repeatable = await importPrivateKey(fromPem(readFileSync(at('key.pem'), 'utf8')), {
      nonce: 'rfc6979',
    });
    for (const signer of [key, repeatable]) {
      expect(opensslVerifies(await signer.sign('SM2-SM3', message()))).toBe(true);
    }
    expect(opensslVerifies(await key.sign('SM2-SM3', utf8('other')))).toBe(false);
  });
});

function fromPem(text: string): Uint8Array {
  return fromBase64(text.replace(/-----[^-]+-----/g, '').replace(/\s/g, ''));
}
