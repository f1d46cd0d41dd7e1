import { constants, createPublicKey, generateKeyPairSync, verify as nodeVerify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { platform } from '#platform';
import { der, readDer } from '../../../src/foundation/asn1/index.ts';
import { fromHex, type SigningAlgorithm, toHex, utf8 } from '../../../src/foundation/core/index.ts';
import {
  algorithmIdentifier,
  digest,
  importPrivateKey,
  localSigner,
  parseAlgorithmIdentifier,
  parsePublicKey,
  type SignatureScheme,
  schemeOf,
  signingSchemeOf,
  sm2,
  sm2ZValue,
  verifyDigest,
  verifySignature,
} from '../../../src/foundation/crypto/index.ts';

const MESSAGE = utf8('样章 sample');
const rsa = pkcs8(() => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
const KEYS: readonly [SigningAlgorithm, () => Uint8Array][] = [
  ['RS256', rsa],
  ['RS384', rsa],
  ['RS512', rsa],
  ['PS256', rsa],
  ['PS384', rsa],
  ['PS512', rsa],
  ['ES256', pkcs8(() => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)],
  ['ES384', pkcs8(() => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey)],
  ['ES512', pkcs8(() => generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey)],
  ['Ed25519', pkcs8(() => generateKeyPairSync('ed25519').privateKey)],
  ['SM2-SM3', () => sm2Pkcs8(sm2.generateKeyPair().privateKey)],
];

describe('values that this library makes', () => {
  it.each(KEYS)('%s verifies here, by its identifier, and by OpenSSL', async (algorithm, make) => {
    const key = await importPrivateKey(make());
    const { scheme, hash, signatureAlgorithmIdentifier } = signingSchemeOf(algorithm);
    const named = schemeOf(
      parseAlgorithmIdentifier(readDer(signatureAlgorithmIdentifier)),
      key.key,
      scheme.hash,
    );
    expect(named).toEqual(scheme);
    const value = await key.sign(algorithm, [MESSAGE.subarray(0, 3), MESSAGE.subarray(3)]);
    expect(verifySignature(named as SignatureScheme, key.key, [MESSAGE], value)).toBe('valid');
    expect(verifySignature(scheme, key.key, [utf8('other')], value)).toBe('invalid');
    if (algorithm !== 'SM2-SM3') {
      const publicKey = createPublicKey({ key: Buffer.from(key.publicKey), format: 'der', type: 'spki' });
      const options = algorithm.startsWith('PS')
        ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.saltLength! }
        : {};
      const name = algorithm === 'Ed25519' ? null : hash;
      expect(nodeVerify(name, MESSAGE, { key: publicKey, ...options }, value)).toBe(true);
    }
  });

  it.each(KEYS)(
    '%s signs a digest where it says so, and refuses where it does not',
    async (algorithm, make) => {
      const key = await importPrivateKey(make());
      const { scheme, hash } = signingSchemeOf(algorithm);
      const z = key.key.primitive?.type === 'sm2' ? [sm2ZValue(key.key.primitive.point)] : [];
      const value = digest(hash, ...z, MESSAGE);
      const inBrowsers = algorithm.startsWith('ES') || algorithm === 'SM2-SM3';
      expect(key.signsDigest(algorithm)).toBe(
        platform.name === 'node' ? algorithm !== 'Ed25519' : inBrowsers,
      );
      if (!key.signsDigest(algorithm)) {
        await expect(key.signDigest(algorithm, value)).rejects.toMatchObject({
          code: 'ALGORITHM_UNSUPPORTED',
        });
        return;
      }
      const signature = await key.signDigest(algorithm, value);
      expect(verifyDigest(scheme, key.key, value, signature)).toBe('valid');
      expect(verifySignature(scheme, key.key, [MESSAGE], signature)).toBe('valid');
      await expect(key.signDigest(algorithm, value.subarray(1))).rejects.toMatchObject({
        code: 'ARGUMENT_INVALID',
      });
    },
  );

  it('a repeatable nonce repeats the value, a random one does not', async () => {
    for (const [algorithm, make] of KEYS.filter(([name]) => name.startsWith('ES') || name === 'SM2-SM3')) {
      const bytes = make();
      const fixed = await importPrivateKey(bytes, { nonce: 'rfc6979' });
      const random = await importPrivateKey(bytes);
      const value = await fixed.sign(algorithm, MESSAGE);
      expect(toHex(await fixed.sign(algorithm, MESSAGE))).toBe(toHex(value));
      expect(toHex(await random.sign(algorithm, MESSAGE))).not.toBe(
        toHex(await random.sign(algorithm, MESSAGE)),
      );
      expect(verifySignature(signingSchemeOf(algorithm).scheme, random.key, [MESSAGE], value)).toBe('valid');
    }
  });

  it('the repeatable nonce is that of RFC 6979, A.2.5', async () => {
    const scalar = fromHex('c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721');
    const key = await importPrivateKey(ecPkcs8('1.2.840.10045.3.1.7', scalar), { nonce: 'rfc6979' });
    expect(toHex(await key.sign('ES256', utf8('sample')))).toBe(
      '3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
    );
  });
});

describe('private keys', () => {
  it('takes SM2 under its own identifier, without leading zeros, and with its public key', async () => {
    const scalar = Uint8Array.of(0, ...sm2.generateKeyPair().privateKey.subarray(1));
    const point = sm2.publicKeyOf(scalar);
    const forms = [
      sm2Pkcs8(scalar),
      ecPkcs8('1.2.156.10197.1.301', scalar.subarray(1)),
      keyInfo(
        algorithmIdentifier('1.2.156.10197.1.301'),
        der.sequence(der.integer(1), der.octetString(scalar)),
      ),
      keyInfo(
        algorithmIdentifier('1.2.840.10045.2.1', der.oid('1.2.156.10197.1.301')),
        der.sequence(der.integer(1), der.octetString(scalar), der.explicit(1, der.bitString(point))),
      ),
    ];
    for (const form of forms) {
      const key = await importPrivateKey(form);
      expect(key.kind).toBe('sm2');
      expect(toHex(key.publicKey)).toContain(toHex(point));
    }
  });

  it('refuses a public point of another key, scalars out of range and leftovers', async () => {
    const { privateKey } = sm2.generateKeyPair();
    const other = sm2.generateKeyPair().publicKey;
    const n = fromHex('fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123');
    const nMinusOne = Uint8Array.of(...n.subarray(0, 31), 0x22);
    const claimed = der.sequence(
      der.integer(1),
      der.octetString(privateKey),
      der.explicit(1, der.bitString(other)),
    );
    const sm2Algorithm = algorithmIdentifier('1.2.840.10045.2.1', der.oid('1.2.156.10197.1.301'));
    for (const bad of [
      keyInfo(sm2Algorithm, claimed),
      sm2Pkcs8(new Uint8Array(32)),
      sm2Pkcs8(n),
      sm2Pkcs8(nMinusOne),
    ]) {
      await expect(importPrivateKey(bad)).rejects.toMatchObject({ code: 'KEY_INVALID' });
    }
    await expect(importPrivateKey(Uint8Array.of(...sm2Pkcs8(privateKey), 0))).rejects.toMatchObject({
      code: 'DER_TRAILING_DATA',
    });
  });

  it('names what it cannot sign with', async () => {
    const dsa = pkcs8(
      () => generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey,
    )();
    const brainpool = pkcs8(() => generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' }).privateKey)();
    for (const bad of [dsa, brainpool]) {
      await expect(importPrivateKey(bad)).rejects.toMatchObject({ code: 'ALGORITHM_UNSUPPORTED' });
    }
    const key = await importPrivateKey(rsa());
    await expect(key.sign('ES256', MESSAGE)).rejects.toMatchObject({ code: 'ALGORITHM_UNSUPPORTED' });
    await expect(key.sign('RS1' as SigningAlgorithm, MESSAGE)).rejects.toMatchObject({
      code: 'ALGORITHM_UNSUPPORTED',
    });
  });
});

describe('local signer', () => {
  it.each(KEYS)('%s stays within the size it promises', async (algorithm, make) => {
    const signer = await localSigner({ key: await importPrivateKey(make()), chain: [], algorithm });
    const info = await signer.info();
    expect(info.algorithm).toBe(algorithm);
    expect(info.chain).toBeUndefined();
    const values = await signer.signBatch!(
      Array.from({ length: 8 }, (_, i) => ({ kind: 'message', data: Uint8Array.of(i) }) as const),
    );
    const { scheme } = signingSchemeOf(algorithm);
    const publicKey = parsePublicKey(info.publicKey);
    values.forEach(({ value, format }, i) => {
      expect(value.length).toBeLessThanOrEqual(info.maxSignatureSize);
      expect(format).toBe(algorithm.startsWith('ES') || algorithm === 'SM2-SM3' ? 'der' : 'raw');
      // In the order of the inputs.
      expect(verifySignature(scheme, publicKey, [Uint8Array.of(i)], value)).toBe('valid');
    });
  });

  it('refuses a certificate of another key, another hash, and signing after it was called off', async () => {
    const key = await importPrivateKey(KEYS[6]![1]());
    const other = await importPrivateKey(
      pkcs8(() => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)(),
    );
    const chain = [certificateLike(other.publicKey)];
    await expect(localSigner({ key, chain })).rejects.toMatchObject({ code: 'KEY_INVALID' });
    const signer = await localSigner({ key, chain: [certificateLike(key.publicKey)] });
    expect((await signer.info()).chain).toHaveLength(1);
    const wrongHash = { kind: 'digest', digest: new Uint8Array(32), hash: 'sm3' } as const;
    await expect(signer.sign(wrongHash)).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    const signal = AbortSignal.abort();
    await expect(signer.sign({ kind: 'message', data: MESSAGE }, { signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    await expect(localSigner({ key, chain: [], algorithm: 'RS256' })).rejects.toMatchObject({
      code: 'ALGORITHM_UNSUPPORTED',
    });
  });
});

function pkcs8(make: () => ReturnType<typeof generateKeyPairSync>['privateKey']): () => Uint8Array {
  let made: Uint8Array | undefined;
  return () => {
    made ??= Uint8Array.from(make().export({ format: 'der', type: 'pkcs8' }) as Buffer);
    return made;
  };
}

function keyInfo(algorithm: Uint8Array, key: Uint8Array): Uint8Array {
  return der.sequence(der.integer(0), algorithm, der.octetString(key));
}

function ecPkcs8(curve: string, scalar: Uint8Array): Uint8Array {
  const key = der.sequence(der.integer(1), der.octetString(scalar));
  return keyInfo(algorithmIdentifier('1.2.840.10045.2.1', der.oid(curve)), key);
}

function sm2Pkcs8(scalar: Uint8Array): Uint8Array {
  return ecPkcs8('1.2.156.10197.1.301', scalar);
}

/** As much of a certificate as a signer looks at. */
function certificateLike(spki: Uint8Array): Uint8Array {
  const empty = der.sequence();
  return der.sequence(
    der.sequence(der.explicit(0, der.integer(2)), der.integer(1), empty, empty, empty, empty, spki),
    empty,
    der.bitString(new Uint8Array(0)),
  );
}
