import { sha512 } from '@noble/hashes/sha2.js';
import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';
import { describe, expect, it } from 'vitest';
import { der, readDer } from '../../../src/foundation/asn1/index.ts';
import { isYinxinError } from '../../../src/foundation/core/index.ts';
import {
  algorithmIdentifier,
  type PublicKey,
  parseAlgorithmIdentifier,
  parsePublicKey,
  type SignatureScheme,
  schemeOf,
  verifyDigest,
  verifySignature,
} from '../../../src/foundation/crypto/index.ts';
import { verifyPrimitive as portable } from '../../../src/foundation/platform/default/verify.ts';

const SETS = [
  { name: 'ML-DSA-44', oid: '2.16.840.1.101.3.4.3.17', set: ml_dsa44, bits: 128 },
  { name: 'ML-DSA-65', oid: '2.16.840.1.101.3.4.3.18', set: ml_dsa65, bits: 192 },
  { name: 'ML-DSA-87', oid: '2.16.840.1.101.3.4.3.19', set: ml_dsa87, bits: 256 },
] as const;

const text = (words: string) => new TextEncoder().encode(words);
const MESSAGE = [text('一件'), text('文书')];
const WHOLE = text('一件文书');

function codeOf(action: () => unknown): string {
  try {
    action();
    return 'no error';
  } catch (error) {
    return isYinxinError(error) ? error.code : String(error);
  }
}

/** SubjectPublicKeyInfo of RFC 9881, 4. */
const spkiOf = (oid: string, key: Uint8Array, parameters?: 'null') =>
  der.sequence(algorithmIdentifier(oid, parameters), der.bitString(key));

function schemeUnder(key: PublicKey, oid: string, parameters?: 'null'): SignatureScheme {
  const found = schemeOf(parseAlgorithmIdentifier(readDer(algorithmIdentifier(oid, parameters))), key);
  if ('unsupported' in found) throw new Error(found.unsupported);
  return found;
}

describe.each(SETS)('$name (FIPS 204, RFC 9881)', ({ name, oid, set, bits }) => {
  const pair = set.keygen(new Uint8Array(32).fill(7));
  const key = parsePublicKey(spkiOf(oid, pair.publicKey));
  const scheme = schemeUnder(key, oid);
  const value = set.sign(WHOLE, pair.secretKey);

  it('a right value over chunks is valid, in both builds', () => {
    expect(key).toMatchObject({ kind: name.toLowerCase(), name, bits });
    expect(scheme).toMatchObject({ name });
    expect(verifySignature(scheme, key, MESSAGE, value)).toBe('valid');
    const { primitive } = key;
    expect(primitive && portable(scheme.primitive, primitive, { message: MESSAGE }, value)).toBe(true);
  });

  it('another message, another value, another length, another key: invalid', () => {
    expect(verifySignature(scheme, key, [text('两件文书')], value)).toBe('invalid');
    for (const at of [0, 40, value.length >> 1, value.length - 1]) {
      const changed = Uint8Array.from(value);
      changed[at]! ^= 1;
      expect(verifySignature(scheme, key, MESSAGE, changed), `byte ${at}`).toBe('invalid');
    }
    for (const other of [value.subarray(0, -1), Uint8Array.of(...value, 0), new Uint8Array(0)])
      expect(verifySignature(scheme, key, MESSAGE, other)).toBe('invalid');
    const stranger = parsePublicKey(spkiOf(oid, set.keygen(new Uint8Array(32).fill(8)).publicKey));
    expect(verifySignature(scheme, stranger, MESSAGE, value)).toBe('invalid');
  });

  it('a value under a context, or over a digest made first, is not one over the message', () => {
    const context = set.sign(WHOLE, pair.secretKey, { context: text('x') });
    const hashed = set.prehash(sha512).sign(WHOLE, pair.secretKey);
    for (const other of [context, hashed])
      expect(verifySignature(scheme, key, MESSAGE, other)).toBe('invalid');
    expect(verifyDigest(scheme, key, new Uint8Array(64), value)).toBe('unsupported');
  });

  it('keys of another length or with parameters are malformed; identifiers with parameters name no scheme', () => {
    for (const bytes of [pair.publicKey.subarray(1), Uint8Array.of(...pair.publicKey, 0)])
      expect(codeOf(() => parsePublicKey(spkiOf(oid, bytes)))).toBe('KEY_INVALID');
    expect(codeOf(() => parsePublicKey(spkiOf(oid, pair.publicKey, 'null')))).toBe('KEY_INVALID');
    expect(() => schemeUnder(key, oid, 'null')).toThrow('with parameters');
  });

  it('the identifier of another set does not fit the key', () => {
    for (const other of SETS.filter((row) => row.oid !== oid))
      expect(() => schemeUnder(key, other.oid)).toThrow(`under a key ${name}`);
  });
});
