import { createECDH, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { der } from '../../../src/foundation/asn1/index.ts';
import { concatBytes, fromHex, toHex } from '../../../src/foundation/core/index.ts';
import { algorithmIdentifier, parsePublicKey, sm2 } from '../../../src/foundation/crypto/index.ts';

const EC = '1.2.840.10045.2.1';
const SM2 = '1.2.156.10197.1.301';
const P256 = '1.2.840.10045.3.1.7';

function spki(algorithm: Uint8Array, key: Uint8Array, unusedBits = 0): Uint8Array {
  return der.sequence(algorithm, der.bitString(key, unusedBits));
}

function rsa(
  modulus: Uint8Array,
  exponent: Uint8Array | number,
  parameters: Uint8Array | 'null' | undefined = 'null',
): Uint8Array {
  return spki(
    algorithmIdentifier('1.2.840.113549.1.1.1', parameters),
    der.sequence(der.integer(modulus), der.integer(exponent)),
  );
}

const ODD_2048 = new Uint8Array(256).fill(0xff);
const keyInvalid = expect.objectContaining({ code: 'KEY_INVALID' });
const derInvalid = expect.objectContaining({ code: expect.stringMatching(/^DER_/) });

describe('a Node Buffer that is filled again', () => {
  it('gives the key that it holds now, not the one that was read from it before', () => {
    const sm2Spki = (): Uint8Array => {
      const { publicKey } = sm2.generateKeyPair();
      return spki(algorithmIdentifier(EC, der.oid(SM2)), publicKey);
    };
    const first = sm2Spki();
    const buffer = Buffer.from(first);
    const before = parsePublicKey(buffer);
    // As many as the cache has places: some of them share the place of the first.
    for (let i = 0; i < 600; i++) {
      const next = sm2Spki();
      buffer.set(next);
      expect(toHex(parsePublicKey(buffer).primitive!.spki)).toBe(toHex(next));
    }
    expect(toHex(before.spki)).toBe(toHex(first));
  });
});

describe('a key that was handed out', () => {
  it('may be written into by who has it, and nobody else meets the other key', () => {
    const { publicKey } = sm2.generateKeyPair();
    const bytes = spki(algorithmIdentifier(EC, der.oid(SM2)), publicKey);
    const handedOut = parsePublicKey(bytes);
    handedOut.spki.set(sm2.generateKeyPair().publicKey, handedOut.spki.length - 65);
    const again = parsePublicKey(bytes).primitive!;
    expect(again.type === 'sm2' && toHex(again.point)).toBe(toHex(publicKey));
    expect(toHex(again.spki)).toBe(toHex(bytes));
  });

  it('has the one form of its bytes: its own where they are in it', () => {
    const { publicKey } = sm2.generateKeyPair();
    const usual = spki(algorithmIdentifier(EC, der.oid(SM2)), publicKey);
    const other = spki(algorithmIdentifier(SM2, 'null'), publicKey);
    expect(toHex(parsePublicKey(usual).primitive!.spki)).toBe(toHex(usual));
    expect(toHex(parsePublicKey(other).primitive!.spki)).toBe(toHex(usual));
    const withNull = rsa(ODD_2048, 65_537);
    const pair = der.sequence(der.integer(ODD_2048), der.integer(65_537));
    const without = parsePublicKey(spki(algorithmIdentifier('1.2.840.113549.1.1.1'), pair));
    expect(toHex(parsePublicKey(withNull).primitive!.spki)).toBe(toHex(withNull));
    expect(without.findings).toEqual(['RSA_KEY_PARAMETERS']);
    expect(toHex(without.primitive!.spki)).toBe(toHex(withNull));
  });
});

describe('EC and SM2 keys', () => {
  const { publicKey } = sm2.generateKeyPair();

  it('accepts an SM2 key under id-ecPublicKey, and under its own identifier with a finding', () => {
    const usual = parsePublicKey(spki(algorithmIdentifier(EC, der.oid(SM2)), publicKey));
    expect(usual).toMatchObject({ kind: 'sm2', name: 'SM2', bits: 256, findings: [] });
    for (const parameters of [undefined, 'null', der.oid(SM2)] as const) {
      const other = parsePublicKey(spki(algorithmIdentifier(SM2, parameters), publicKey));
      expect(other).toMatchObject({ kind: 'sm2', findings: ['SM2_KEY_OID'] });
      expect(toHex(other.primitive!.spki)).toBe(toHex(usual.spki));
    }
  });

  it('gives one object for the same bytes', () => {
    const bytes = spki(algorithmIdentifier(EC, der.oid(SM2)), publicKey);
    expect(parsePublicKey(bytes.slice())).toBe(parsePublicKey(bytes));
  });

  it('takes a compressed point for the same key, with a finding', () => {
    const ecdh = createECDH('prime256v1');
    ecdh.generateKeys();
    const whole = parsePublicKey(
      spki(algorithmIdentifier(EC, der.oid(P256)), Uint8Array.from(ecdh.getPublicKey())),
    );
    const compressed = Uint8Array.from(ecdh.getPublicKey(null, 'compressed'));
    const short = parsePublicKey(spki(algorithmIdentifier(EC, der.oid(P256)), compressed));
    expect(short.findings).toEqual(['EC_POINT_COMPRESSED']);
    expect(toHex(short.primitive!.spki)).toBe(toHex(whole.primitive!.spki));
  });

  it.each([
    ['a point off the curve', (point: Uint8Array) => changed(point, 64)],
    [
      'the hybrid form',
      (point: Uint8Array) => concatBytes(Uint8Array.of(6 + (point[64]! & 1)), point.subarray(1)),
    ],
    ['infinity', () => Uint8Array.of(0)],
    ['zeros', () => concatBytes(Uint8Array.of(4), new Uint8Array(64))],
    ['a short point', (point: Uint8Array) => point.subarray(0, 64)],
    ['a coordinate above p', () => concatBytes(Uint8Array.of(4), new Uint8Array(64).fill(0xff))],
    ['nothing', () => new Uint8Array(0)],
  ])('refuses %s', (_, make) => {
    const key = make(publicKey);
    expect(() => parsePublicKey(spki(algorithmIdentifier(EC, der.oid(SM2)), key))).toThrowError(keyInvalid);
    expect(() => parsePublicKey(spki(algorithmIdentifier(EC, der.oid(P256)), key))).toThrowError(keyInvalid);
  });

  it('computes nothing on explicit parameters or curves it does not know', () => {
    expect(parsePublicKey(spki(algorithmIdentifier(EC, der.sequence(der.integer(1))), publicKey)).kind).toBe(
      'unsupported',
    );
    const k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey.export({
      format: 'der',
      type: 'spki',
    });
    expect(parsePublicKey(Uint8Array.from(k1))).toMatchObject({
      kind: 'unsupported',
      name: 'EC on 1.3.132.0.10',
    });
    expect(() => parsePublicKey(spki(algorithmIdentifier(EC), publicKey))).toThrowError(keyInvalid);
  });
});

describe('RSA keys', () => {
  it('names the size in bits, not bytes', () => {
    expect(parsePublicKey(rsa(ODD_2048, 65537))).toMatchObject({ kind: 'rsa', name: 'RSA-2048', bits: 2048 });
    const shorter = concatBytes(Uint8Array.of(0x7f), ODD_2048.subarray(1));
    expect(parsePublicKey(rsa(shorter, 65537)).name).toBe('RSA-2047');
  });

  it('leaves sizes outside 1024 to 16384 and long exponents unsupported', () => {
    for (const [bytes, exponent] of [
      [new Uint8Array(64).fill(0xff), 65537],
      [new Uint8Array(2056).fill(0xff), 65537],
      [ODD_2048, new Uint8Array(9).fill(0xff)],
    ] as const) {
      expect(parsePublicKey(rsa(bytes, exponent))).toMatchObject({
        kind: 'unsupported',
        findings: ['RSA_KEY_SIZE'],
      });
    }
  });

  it.each([
    ['an even modulus', rsa(changed(ODD_2048, 255), 65537)],
    ['exponent 1', rsa(ODD_2048, 1)],
    ['an even exponent', rsa(ODD_2048, 65536)],
    ['an exponent as large as the modulus', rsa(ODD_2048, ODD_2048)],
    ['curve parameters', rsa(ODD_2048, 65537, der.oid(P256))],
    ['unused bits', spki(algorithmIdentifier('1.2.840.113549.1.1.1', 'null'), Uint8Array.of(0x30, 0x00), 1)],
  ])('refuses %s', (_, bytes) => {
    expect(() => parsePublicKey(bytes)).toThrowError(keyInvalid);
  });

  it('refuses a negative modulus, leftovers and trailing bytes', () => {
    const algorithm = algorithmIdentifier('1.2.840.113549.1.1.1', 'null');
    const negative = der.tlv(2, ODD_2048);
    for (const bytes of [
      spki(algorithm, der.sequence(negative, der.integer(65537))),
      spki(algorithm, der.sequence(der.integer(ODD_2048), der.integer(65537), der.null())),
      concatBytes(rsa(ODD_2048, 65537), Uint8Array.of(0)),
      rsa(ODD_2048, 65537).subarray(0, 200),
    ]) {
      expect(() => parsePublicKey(bytes)).toThrowError(derInvalid);
    }
  });

  it('accepts missing NULL parameters with a finding', () => {
    const bytes = spki(
      algorithmIdentifier('1.2.840.113549.1.1.1'),
      der.sequence(der.integer(ODD_2048), der.integer(65537)),
    );
    expect(parsePublicKey(bytes).findings).toEqual(['RSA_KEY_PARAMETERS']);
  });
});

describe('Edwards keys', () => {
  const algorithm = algorithmIdentifier('1.3.101.112');

  it('refuses every point of small order on Ed25519', () => {
    expect(ED25519_TORSION_SUBGROUP).toHaveLength(8);
    for (const point of ED25519_TORSION_SUBGROUP) {
      expect(() => parsePublicKey(spki(algorithm, fromHex(point)))).toThrowError(keyInvalid);
    }
  });

  it('refuses parameters, other lengths and encodings that are not canonical', () => {
    const key = Uint8Array.from(
      (generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' }) as Buffer).subarray(
        12,
      ),
    );
    expect(parsePublicKey(spki(algorithm, key))).toMatchObject({ kind: 'ed25519', bits: 256 });
    const beyondP = new Uint8Array(32).fill(0xff);
    beyondP[31] = 0x7f;
    for (const bytes of [
      spki(algorithmIdentifier('1.3.101.112', 'null'), key),
      spki(algorithm, key.subarray(1)),
      spki(algorithm, beyondP),
    ]) {
      expect(() => parsePublicKey(bytes)).toThrowError(keyInvalid);
    }
  });
});

describe('other keys', () => {
  it('names an algorithm it does not know by its identifier', () => {
    const x25519 = generateKeyPairSync('x25519').publicKey.export({ format: 'der', type: 'spki' });
    expect(parsePublicKey(Uint8Array.from(x25519))).toMatchObject({
      kind: 'unsupported',
      name: '1.3.101.110',
      bits: 0,
    });
  });

  it('refuses a DSA key outside its group', () => {
    const good = Uint8Array.from(
      generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).publicKey.export({
        format: 'der',
        type: 'spki',
      }),
    );
    expect(parsePublicKey(good)).toMatchObject({ kind: 'dsa', name: 'DSA-1024' });
    expect(() => parsePublicKey(changed(good, good.length - 1))).toThrowError(keyInvalid);
  });

  it('hands OpenSSL the same key in canonical form', () => {
    const { publicKey } = sm2.generateKeyPair();
    const key = parsePublicKey(spki(algorithmIdentifier(SM2), publicKey));
    expect(() =>
      createPublicKey({ key: Buffer.from(key.primitive!.spki), format: 'der', type: 'spki' }),
    ).not.toThrow();
  });
});

function changed(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  copy[at]! ^= 1;
  return copy;
}
