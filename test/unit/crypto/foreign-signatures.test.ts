import { constants, generateKeyPairSync, type KeyObject, sign as nodeSign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { der, readDer } from '../../../src/foundation/asn1/index.ts';
import { concatBytes, utf8 } from '../../../src/foundation/core/index.ts';
import {
  algorithmIdentifier,
  type DigestName,
  digest,
  oidOfDigest,
  parseAlgorithmIdentifier,
  parsePublicKey,
  type SignatureScheme,
  schemeOf,
  verifyDigest,
  verifySignature,
} from '../../../src/foundation/crypto/index.ts';

const MESSAGE = utf8('浙江省一体化在线政务服务平台');

interface Case {
  readonly name: string;
  readonly pair: () => { publicKey: KeyObject; privateKey: KeyObject };
  readonly hash: DigestName | null;
  readonly algorithm: Uint8Array;
  readonly scheme: string;
  readonly options?: object;
  readonly legacy?: true;
}

const ec = (namedCurve: string) => () => generateKeyPairSync('ec', { namedCurve });
const rsaPair = once(() => generateKeyPairSync('rsa', { modulusLength: 2048 }));
const ecdsa = (oid: string): Uint8Array => algorithmIdentifier(`1.2.840.10045.4.${oid}`);
const NIST = '2.16.840.1.101.3.4.3';

const CASES: readonly Case[] = [
  { name: 'ES256', pair: ec('P-256'), hash: 'sha256', algorithm: ecdsa('3.2'), scheme: 'ES256' },
  { name: 'ES384', pair: ec('P-384'), hash: 'sha384', algorithm: ecdsa('3.3'), scheme: 'ES384' },
  { name: 'ES512', pair: ec('P-521'), hash: 'sha512', algorithm: ecdsa('3.4'), scheme: 'ES512' },
  {
    name: 'a longer digest than the order',
    pair: ec('P-256'),
    hash: 'sha512',
    algorithm: ecdsa('3.4'),
    scheme: 'ECDSA-SHA512',
  },
  {
    name: 'a shorter digest than the order',
    pair: ec('P-521'),
    hash: 'sha1',
    algorithm: ecdsa('1'),
    scheme: 'ECDSA-SHA1',
    legacy: true,
  },
  {
    name: 'ECDSA with SHA-3',
    pair: ec('P-384'),
    hash: 'sha3-384',
    algorithm: algorithmIdentifier(`${NIST}.11`),
    scheme: 'ECDSA-SHA3-384',
  },
  {
    name: 'brainpoolP256r1',
    pair: ec('brainpoolP256r1'),
    hash: 'sha256',
    algorithm: ecdsa('3.2'),
    scheme: 'ECDSA-SHA256',
  },
  {
    name: 'brainpoolP384r1',
    pair: ec('brainpoolP384r1'),
    hash: 'sha384',
    algorithm: ecdsa('3.3'),
    scheme: 'ECDSA-SHA384',
  },
  {
    name: 'brainpoolP512r1',
    pair: ec('brainpoolP512r1'),
    hash: 'sha512',
    algorithm: ecdsa('3.4'),
    scheme: 'ECDSA-SHA512',
  },
  {
    name: 'RS1',
    pair: rsaPair,
    hash: 'sha1',
    algorithm: algorithmIdentifier('1.2.840.113549.1.1.5', 'null'),
    scheme: 'RS1',
    legacy: true,
  },
  {
    name: 'RS224 without parameters',
    pair: rsaPair,
    hash: 'sha224',
    algorithm: algorithmIdentifier('1.2.840.113549.1.1.14'),
    scheme: 'RS224',
  },
  {
    name: 'RS256',
    pair: rsaPair,
    hash: 'sha256',
    algorithm: algorithmIdentifier('1.2.840.113549.1.1.11', 'null'),
    scheme: 'RS256',
  },
  {
    name: 'RS512',
    pair: rsaPair,
    hash: 'sha512',
    algorithm: algorithmIdentifier('1.2.840.113549.1.1.13', 'null'),
    scheme: 'RS512',
  },
  {
    name: 'RSA with SHA-512/256',
    pair: rsaPair,
    hash: 'sha512-256',
    algorithm: algorithmIdentifier('1.2.840.113549.1.1.16', 'null'),
    scheme: 'RS-SHA512-256',
  },
  {
    name: 'RSA with SHA3-256',
    pair: rsaPair,
    hash: 'sha3-256',
    algorithm: algorithmIdentifier(`${NIST}.14`, 'null'),
    scheme: 'RS-SHA3-256',
  },
  {
    name: 'RSA of 1024 bits',
    pair: () => generateKeyPairSync('rsa', { modulusLength: 1024 }),
    hash: 'sha256',
    algorithm: algorithmIdentifier('1.2.840.113549.1.1.11', 'null'),
    scheme: 'RS256',
    legacy: true,
  },
  {
    name: 'RSA of 2049 bits',
    pair: () => generateKeyPairSync('rsa', { modulusLength: 2049 }),
    hash: 'sha256',
    algorithm: pss('sha256', 32),
    scheme: 'PS256',
    options: pssOptions(32),
  },
  {
    name: 'PS256',
    pair: rsaPair,
    hash: 'sha256',
    algorithm: pss('sha256', 32),
    scheme: 'PS256',
    options: pssOptions(32),
  },
  {
    name: 'PS384 without salt',
    pair: rsaPair,
    hash: 'sha384',
    algorithm: pss('sha384', 0),
    scheme: 'PS384',
    options: pssOptions(0),
  },
  {
    name: 'PS512 under an RSASSA-PSS key',
    pair: () =>
      generateKeyPairSync('rsa-pss', {
        modulusLength: 2048,
        hashAlgorithm: 'sha512',
        mgf1HashAlgorithm: 'sha512',
        // @types/node calls it a string; Node takes a number.
        saltLength: 64 as unknown as string,
      }),
    hash: 'sha512',
    algorithm: pss('sha512', 64),
    scheme: 'PS512',
    options: pssOptions(64),
  },
  {
    name: 'DSA',
    pair: () => generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }),
    hash: 'sha256',
    algorithm: algorithmIdentifier(`${NIST}.2`),
    scheme: 'DSA-SHA256',
    legacy: true,
  },
  {
    name: 'DSA of 1024 bits with SHA-1',
    pair: () => generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }),
    hash: 'sha1',
    algorithm: algorithmIdentifier('1.2.840.10040.4.3'),
    scheme: 'DSA-SHA1',
    legacy: true,
  },
  {
    name: 'Ed25519',
    pair: () => generateKeyPairSync('ed25519'),
    hash: null,
    algorithm: algorithmIdentifier('1.3.101.112'),
    scheme: 'Ed25519',
  },
  {
    name: 'Ed448',
    pair: () => generateKeyPairSync('ed448'),
    hash: null,
    algorithm: algorithmIdentifier('1.3.101.113'),
    scheme: 'Ed448',
  },
];

describe('values that OpenSSL made', () => {
  it.each(CASES)(
    '$name verifies, and neither another message nor a changed value does',
    ({ pair, hash, algorithm, scheme: expected, options, legacy }) => {
      const { publicKey, privateKey } = pair();
      const key = parsePublicKey(bytes(publicKey.export({ format: 'der', type: 'spki' })));
      const scheme = schemeOf(parseAlgorithmIdentifier(readDer(algorithm)), key) as SignatureScheme;
      expect(scheme.name).toBe(expected);
      expect(scheme.legacy).toBe(legacy);
      const value = bytes(nodeSign(hash, MESSAGE, { key: privateKey, ...options }));
      expect(verifySignature(scheme, key, [MESSAGE], value)).toBe('valid');
      expect(verifySignature(scheme, key, [MESSAGE.subarray(0, 5), MESSAGE.subarray(5)], value)).toBe(
        'valid',
      );
      expect(verifySignature(scheme, key, [MESSAGE, Uint8Array.of(0)], value)).toBe('invalid');
      expect(verifySignature(scheme, key, [MESSAGE], concatBytes(value, Uint8Array.of(0)))).toBe('invalid');
      expect(verifySignature(scheme, key, [MESSAGE], value.subarray(1))).toBe('invalid');
      expect(verifySignature(scheme, key, [MESSAGE], new Uint8Array(0))).toBe('invalid');
      const changed = value.slice();
      changed[changed.length - 1]! ^= 1;
      expect(verifySignature(scheme, key, [MESSAGE], changed)).toBe('invalid');
      if (hash === null) {
        expect(verifyDigest(scheme, key, digest('sha512', MESSAGE), value)).toBe('unsupported');
        return;
      }
      expect(verifyDigest(scheme, key, digest(hash, MESSAGE), value)).toBe('valid');
      expect(verifyDigest(scheme, key, digest(hash, utf8('other')), value)).toBe('invalid');
      expect(verifyDigest(scheme, key, digest(hash, MESSAGE).subarray(1), value)).toBe('invalid');
    },
  );

  it('the same key verifies many times, also after its table was built', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = parsePublicKey(bytes(publicKey.export({ format: 'der', type: 'spki' })));
    const scheme = schemeOf(parseAlgorithmIdentifier(readDer(ecdsa('3.2'))), key) as SignatureScheme;
    for (let i = 0; i < 40; i++) {
      const message = Uint8Array.of(i);
      const value = bytes(nodeSign('sha256', message, privateKey));
      expect(verifySignature(scheme, key, [message], value)).toBe('valid');
      expect(verifySignature(scheme, key, [Uint8Array.of(i + 1)], value)).toBe('invalid');
    }
  });
});

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function bytes(buffer: Uint8Array): Uint8Array {
  return Uint8Array.from(buffer);
}

function pss(hash: DigestName, salt: number): Uint8Array {
  const algorithm = algorithmIdentifier(oidOfDigest(hash), 'null');
  return algorithmIdentifier(
    '1.2.840.113549.1.1.10',
    der.sequence(
      der.explicit(0, algorithm),
      der.explicit(1, algorithmIdentifier('1.2.840.113549.1.1.8', algorithm)),
      der.explicit(2, der.integer(salt)),
    ),
  );
}

function pssOptions(saltLength: number): object {
  return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
}
