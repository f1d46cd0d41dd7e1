import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex, toHex, utf8 } from '../../../src/foundation/core/index.ts';
import {
  derToRawSignature,
  rawToDerSignature,
  type Sm4Mode,
  sm2,
  sm3,
  sm4,
} from '../../../src/foundation/crypto/index.ts';
import { sm2NativeWorks } from '../../../src/foundation/platform/node/sm2.ts';
import { SM2_CURVE, verifySm2Value } from '../../../src/foundation/platform/portable/index.ts';

const MESSAGE = utf8('电子印章 sample');
const derInvalid = expect.objectContaining({ code: expect.stringMatching(/^DER_/) });

describe('sm2', () => {
  const pair = sm2.generateKeyPair();

  it('signs what it verifies, in both forms and with any identifier', () => {
    for (const options of [
      {},
      { format: 'raw' },
      { id: 'ALICE123@YAHOO.COM' },
      { id: new Uint8Array(0) },
    ] as const) {
      const value = sm2.sign(MESSAGE, pair.privateKey, options);
      expect(sm2.verify(MESSAGE, value, pair.publicKey, options)).toBe(true);
      expect(sm2.verify(utf8('other'), value, pair.publicKey, options)).toBe(false);
      expect(sm2.verify(MESSAGE, value, sm2.generateKeyPair().publicKey, options)).toBe(false);
    }
  });

  it('keeps values of two identifiers apart', () => {
    const value = sm2.sign(MESSAGE, pair.privateKey);
    expect(sm2.verify(MESSAGE, value, pair.publicKey, { id: '1234567812345678' })).toBe(true);
    expect(sm2.verify(MESSAGE, value, pair.publicKey, { id: '' })).toBe(false);
  });

  it('refuses r or s of 0 and n, and r + s = n', () => {
    const n = fromHex('fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123');
    const one = Uint8Array.of(...new Uint8Array(31), 1);
    const nMinusOne = Uint8Array.of(...n.subarray(0, 31), 0x22);
    const zero = new Uint8Array(32);
    for (const [r, s] of [
      [zero, one],
      [one, zero],
      [n, one],
      [one, n],
      [one, nMinusOne],
      [nMinusOne, one],
    ] as const) {
      const raw = concatBytes(r, s);
      expect(sm2.verify(MESSAGE, raw, pair.publicKey, { format: 'raw' })).toBe(false);
      expect(verifySm2Value(SM2_CURVE, pair.publicKey, sm3.digest(MESSAGE), raw)).toBe(false);
    }
  });

  it('refuses a value in the other form and a key off the curve', () => {
    const der = sm2.sign(MESSAGE, pair.privateKey);
    expect(sm2.verify(MESSAGE, der, pair.publicKey, { format: 'raw' })).toBe(false);
    expect(sm2.verify(MESSAGE, derToRawSignature(der, 32), pair.publicKey)).toBe(false);
    const off = pair.publicKey.slice();
    off[64]! ^= 1;
    expect(() => sm2.verify(MESSAGE, der, off)).toThrowError(
      expect.objectContaining({ code: 'KEY_INVALID' }),
    );
    expect(() => sm2.sign(MESSAGE, new Uint8Array(32))).toThrowError(
      expect.objectContaining({ code: 'KEY_INVALID' }),
    );
    expect(() => sm2.publicKeyOf(new Uint8Array(31))).toThrowError(
      expect.objectContaining({ code: 'KEY_INVALID' }),
    );
  });

  it('decrypts what it encrypts, and nothing that was changed', () => {
    const cipher = sm2.encrypt(MESSAGE, pair.publicKey);
    expect(toHex(sm2.decrypt(cipher, pair.privateKey))).toBe(toHex(MESSAGE));
    const changed = cipher.slice();
    changed[changed.length - 1]! ^= 1;
    expect(() => sm2.decrypt(changed, pair.privateKey)).toThrowError(
      expect.objectContaining({ code: 'ENCODING_INVALID' }),
    );
    expect(() => sm2.decrypt(cipher, sm2.generateKeyPair().privateKey)).toThrowError(
      expect.objectContaining({ code: 'ENCODING_INVALID' }),
    );
  });

  it('runs on OpenSSL in the Node build of this machine', () => {
    expect(sm2NativeWorks()).toBe(true);
  });
});

describe('signature values', () => {
  it.each([
    ['nothing', ''],
    ['a trailing byte', '3006020101020101 00'],
    ['a byte after s inside', '3008020101020101 0500'],
    ['one number', '3003020101'],
    ['a negative r', '30060201ff020101'],
    ['a number that is not minimal', '300702020001020101'],
    ['a length that is not minimal', '308106020101020101'],
    ['a SET', '3106020101020101'],
    ['an empty number', '30050200020101'],
    ['indefinite length', '30800201010201010000'],
    ['a number of 33 bytes', `3026022101${'00'.repeat(32)}020101`],
  ])('refuses %s', (_, hex) => {
    expect(() => derToRawSignature(fromHex(hex.replaceAll(' ', '')), 32)).toThrowError(derInvalid);
  });

  it('pads short numbers to the order and drops the padding again', () => {
    const raw = derToRawSignature(fromHex('3006020101020102'), 32);
    expect(toHex(raw)).toBe(`${'00'.repeat(31)}01${'00'.repeat(31)}02`);
    expect(toHex(rawToDerSignature(raw))).toBe('3006020101020102');
    expect(() => rawToDerSignature(new Uint8Array(63))).toThrowError(
      expect.objectContaining({ code: 'ARGUMENT_INVALID' }),
    );
  });
});

describe('sm4', () => {
  const key = fromHex('0123456789abcdeffedcba9876543210');
  const iv = fromHex('000102030405060708090a0b0c0d0eff');

  it.each(['ecb', 'cbc', 'ctr', 'cfb', 'ofb'] as Sm4Mode[])(
    '%s agrees with OpenSSL at every length',
    (mode) => {
      for (let length = 0; length < 70; length++) {
        const data = new Uint8Array(length).map((_, i) => i * 7);
        const cipher = sm4.encrypt(data, { mode, key, iv });
        const openssl = createCipheriv(`sm4-${mode}`, key, mode === 'ecb' ? null : iv);
        expect(toHex(cipher)).toBe(Buffer.concat([openssl.update(data), openssl.final()]).toString('hex'));
        expect(toHex(sm4.decrypt(cipher, { mode, key, iv }))).toBe(toHex(data));
      }
    },
  );

  it('leaves the caller’s iv and data alone', () => {
    const [ownIv, data] = [iv.slice(), new Uint8Array(40)];
    sm4.encrypt(data, { mode: 'ctr', key, iv: ownIv });
    sm4.encrypt(data, { mode: 'cbc', key, iv: ownIv });
    expect(toHex(ownIv)).toBe(toHex(iv));
    expect(data.every((byte) => byte === 0)).toBe(true);
  });

  it('refuses wrong keys, ivs, lengths and paddings', () => {
    const argument = expect.objectContaining({ code: 'ARGUMENT_INVALID' });
    const encoding = expect.objectContaining({ code: 'ENCODING_INVALID' });
    expect(() => sm4.encrypt(MESSAGE, { mode: 'ecb', key: key.subarray(1) })).toThrowError(argument);
    expect(() => sm4.encrypt(MESSAGE, { mode: 'cbc', key })).toThrowError(argument);
    expect(() => sm4.encrypt(MESSAGE, { mode: 'ecb', key, padding: 'none' })).toThrowError(encoding);
    expect(() => sm4.decrypt(new Uint8Array(15), { mode: 'ecb', key })).toThrowError(encoding);
    expect(() => sm4.decrypt(new Uint8Array(0), { mode: 'ecb', key })).toThrowError(encoding);
    expect(() => sm4.decrypt(new Uint8Array(16), { mode: 'ecb', key })).toThrowError(encoding);
  });
});
