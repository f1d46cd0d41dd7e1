import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { der, readDer } from '../../../src/foundation/asn1/index.ts';
import { concatBytes } from '../../../src/foundation/core/index.ts';
import {
  algorithmIdentifier,
  digestNameOfOid,
  oidOfDigest,
  type PublicKey,
  parseAlgorithmIdentifier,
  parsePublicKey,
  type SignatureScheme,
  schemeOf,
  sm2,
  type UnsupportedScheme,
} from '../../../src/foundation/crypto/index.ts';
import { DIGESTS } from '../../../src/foundation/crypto/registry.ts';
import type { DigestName } from '../../../src/foundation/platform/index.ts';

const rsaKey = nodeKey(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey);
const ecKey = nodeKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey);
const sm2Key = parsePublicKey(
  der.sequence(
    algorithmIdentifier('1.2.840.10045.2.1', der.oid('1.2.156.10197.1.301')),
    der.bitString(sm2.generateKeyPair().publicKey),
  ),
);
const PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';
const sha256 = algorithmIdentifier(oidOfDigest('sha256'), 'null');

function scheme(
  key: PublicKey,
  oid: string,
  parameters?: Uint8Array | 'null',
  hint?: DigestName,
): SignatureScheme | UnsupportedScheme {
  return schemeOf(parseAlgorithmIdentifier(readDer(algorithmIdentifier(oid, parameters))), key, hint);
}

function nodeKey(key: ReturnType<typeof generateKeyPairSync>['publicKey']): PublicKey {
  return parsePublicKey(Uint8Array.from(key.export({ format: 'der', type: 'spki' }) as Buffer));
}

describe('schemes', () => {
  it('knows SM2 under all its identifiers, with NULL or absent parameters', () => {
    for (const oid of ['1.2.156.10197.1.501', '1.2.156.10197.1.301.1', '1.2.156.10197.1.301']) {
      for (const parameters of [undefined, 'null'] as const) {
        expect(scheme(sm2Key, oid, parameters, 'sm3')).toMatchObject({ name: 'SM2-SM3', hash: 'sm3' });
      }
    }
    expect(scheme(sm2Key, '1.2.156.10197.1.501', der.integer(1))).toHaveProperty('unsupported');
  });

  it('takes the digest beside a bare key identifier, and only there', () => {
    expect(scheme(rsaKey, '1.2.840.113549.1.1.1', 'null', 'sha256')).toMatchObject({ name: 'RS256' });
    expect(scheme(rsaKey, '1.2.840.113549.1.1.1', 'null')).toHaveProperty('unsupported');
    expect(scheme(ecKey, '1.2.840.10045.2.1', undefined, 'sha256')).toMatchObject({ name: 'ES256' });
    expect(scheme(rsaKey, '1.2.840.113549.1.1.11', 'null', 'sha1')).toHaveProperty('unsupported');
    expect(scheme(sm2Key, '1.2.156.10197.1.301.1', undefined, 'sha256')).toHaveProperty('unsupported');
  });

  it('never runs an algorithm under a key of another kind', () => {
    expect(scheme(sm2Key, '1.2.840.10045.4.3.2')).toHaveProperty('unsupported');
    expect(scheme(ecKey, '1.2.156.10197.1.501')).toHaveProperty('unsupported');
    expect(scheme(rsaKey, '1.2.840.10045.4.3.2')).toHaveProperty('unsupported');
    expect(scheme(ecKey, '1.3.101.112')).toHaveProperty('unsupported');
  });

  it('names what it does not know', () => {
    expect(scheme(rsaKey, '1.2.3.4')).toEqual({ unsupported: '1.2.3.4' });
    expect(scheme(rsaKey, '1.2.840.113549.2.5', 'null')).toEqual({ unsupported: '1.2.840.113549.2.5' });
  });

  it('computes RSA with MD5 only for those who ask for it', () => {
    const oid = '1.2.840.113549.1.1.4';
    expect(scheme(rsaKey, oid, 'null')).toEqual({ unsupported: 'rsa-pkcs1 with md5' });
    expect(scheme(rsaKey, oid, 'null', 'md5')).toEqual({ unsupported: 'rsa-pkcs1 with md5' });
    const asked = (key: typeof rsaKey, name: string, hint?: 'md5' | 'sha256') =>
      schemeOf(parseAlgorithmIdentifier(readDer(algorithmIdentifier(name, 'null'))), key, hint, {
        md5: true,
      });
    const old = { name: 'RS-MD5', hash: 'md5', legacy: true };
    expect(asked(rsaKey, oid)).toMatchObject(old);
    expect(asked(rsaKey, '1.2.840.113549.1.1.1', 'md5')).toMatchObject(old);
    expect(asked(rsaKey, oid, 'sha256')).toHaveProperty('unsupported');
    expect(asked(ecKey, '1.2.840.10045.2.1', 'md5')).toHaveProperty('unsupported');
  });

  it('every digest has an identifier of its own that leads back to it', () => {
    const oids = Object.values(DIGESTS).map((entry) => entry.oid);
    expect(new Set(oids).size).toBe(oids.length);
    for (const name of Object.keys(DIGESTS) as DigestName[])
      expect(digestNameOfOid(oidOfDigest(name))).toBe(name);
    expect(digestNameOfOid('constructor')).toBeUndefined();
    expect(digestNameOfOid('__proto__')).toBeUndefined();
  });
});

describe('RSASSA-PSS parameters', () => {
  const parameters = (...parts: Uint8Array[]): Uint8Array => der.sequence(...parts);
  const hash = der.explicit(0, sha256);
  const mask = der.explicit(1, algorithmIdentifier(MGF1, sha256));
  const salt = der.explicit(2, der.integer(32));

  it('reads them, with the defaults of RFC 4055', () => {
    expect(scheme(rsaKey, PSS, parameters(hash, mask, salt))).toMatchObject({
      name: 'PS256',
      saltLength: 32,
      mgfHash: 'sha256',
    });
    expect(scheme(rsaKey, PSS, parameters())).toMatchObject({
      name: 'PS1',
      saltLength: 20,
      mgfHash: 'sha1',
      legacy: true,
    });
    expect(scheme(rsaKey, PSS, parameters(hash))).toMatchObject({
      name: 'PS256-MGF-SHA1',
      saltLength: 20,
      mgfHash: 'sha1',
    });
    expect(scheme(rsaKey, PSS, parameters(hash, mask, salt, der.explicit(3, der.integer(1))))).toMatchObject({
      name: 'PS256',
    });
  });

  it.each([
    ['no parameters', undefined],
    ['NULL', 'null' as const],
    ['another trailer', parameters(hash, mask, salt, der.explicit(3, der.integer(2)))],
    ['a negative salt', parameters(hash, mask, der.explicit(2, der.integer(-1)))],
    ['an absurd salt', parameters(hash, mask, der.explicit(2, der.integer(1_000_000)))],
    ['an unknown digest', parameters(der.explicit(0, algorithmIdentifier('1.2.3')), mask, salt)],
    ['another mask', parameters(hash, der.explicit(1, algorithmIdentifier('1.2.3', sha256)), salt)],
    ['a mask without digest', parameters(hash, der.explicit(1, algorithmIdentifier(MGF1)), salt)],
    ['fields out of order', parameters(mask, hash, salt)],
    ['a field twice', parameters(hash, hash, mask, salt)],
    ['MD5', parameters(der.explicit(0, algorithmIdentifier(oidOfDigest('md5'), 'null')), mask, salt)],
  ])('is unsupported with %s', (_, bytes) => {
    expect(scheme(rsaKey, PSS, bytes)).toHaveProperty('unsupported');
  });

  it('keeps an RSASSA-PSS key to its own parameters', () => {
    const key = nodeKey(
      generateKeyPairSync('rsa-pss', {
        modulusLength: 2048,
        hashAlgorithm: 'sha256',
        mgf1HashAlgorithm: 'sha256',
        // @types/node calls it a string; Node takes a number.
        saltLength: 32 as unknown as string,
      }).publicKey,
    );
    expect(scheme(key, PSS, parameters(hash, mask, salt))).toMatchObject({ name: 'PS256' });
    expect(scheme(key, PSS, parameters(hash, mask, der.explicit(2, der.integer(20))))).toHaveProperty(
      'unsupported',
    );
    expect(scheme(key, PSS, parameters())).toHaveProperty('unsupported');
    expect(scheme(key, '1.2.840.113549.1.1.11', 'null')).toHaveProperty('unsupported');
  });
});

describe('algorithm identifiers', () => {
  it('refuses leftovers and a missing identifier', () => {
    const oid = der.oid('1.2.3');
    for (const bytes of [
      der.sequence(),
      der.sequence(der.null()),
      der.sequence(oid, der.null(), der.null()),
      oid,
    ]) {
      expect(() => parseAlgorithmIdentifier(readDer(bytes))).toThrowError(
        expect.objectContaining({ code: 'DER_INVALID' }),
      );
    }
    expect(concatBytes(algorithmIdentifier('1.2.3', 'null'))).toEqual(der.sequence(oid, der.null()));
  });
});
