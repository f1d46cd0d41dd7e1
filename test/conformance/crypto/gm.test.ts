import { describe, expect, it } from 'vitest';
import { readDer } from '../../../src/foundation/asn1/index.ts';
import { concatBytes, fromBase64, fromHex, toHex, utf8 } from '../../../src/foundation/core/index.ts';
import {
  algorithmIdentifier,
  createHasher,
  type DigestName,
  digest,
  importPrivateKey,
  parseAlgorithmIdentifier,
  type SignatureScheme,
  type Sm4Mode,
  schemeOf,
  sm2,
  sm2Sign,
  sm3,
  sm4,
  verifyDigest,
} from '../../../src/foundation/crypto/index.ts';
import { encryptSm2 } from '../../../src/foundation/crypto/sm2-encryption.ts';
import {
  bigIntToBytes,
  type CurveParameters,
  EC_CURVES,
  groupOf,
  SM2_CURVE,
  signSm2Value,
  verifySm2Value,
} from '../../../src/foundation/platform/portable/index.ts';
import { corpusText, hasCorpus } from './corpora.ts';
import { evpBytes, evpStanzas } from './evp-file.ts';

const SM2_SM3 = parseAlgorithmIdentifier(readDer(algorithmIdentifier('1.2.156.10197.1.501')));

describe.skipIf(!hasCorpus('gm'))('GM vectors', () => {
  it('gives every digest of the SM3 file, also when fed byte by byte and cloned', () => {
    const text = corpusText('gm', 'evpmd_sm3.txt');
    const rows = evpStanzas(text).filter((row) => row.has('Digest'));
    for (const row of rows) {
      // The last rows of the file only test that OpenSSL ignores the case of names.
      const name = row.get('Digest')!.toLowerCase() as DigestName;
      const input = evpBytes(row.get('Input')!);
      const output = row.get('Output')!.toLowerCase();
      const hasher = createHasher(name);
      for (const byte of input) hasher.update(Uint8Array.of(byte));
      const branch = hasher.clone();
      hasher.update(Uint8Array.of(1)).digest();
      expect(toHex(branch.digest())).toBe(output);
      expect(toHex(digest(name, input))).toBe(output);
    }
    expect(rows.length).toBe((text.match(/^Digest = /gm) ?? []).length);
    expect(rows.length).toBeGreaterThan(7);
  });

  it('gives every HMAC-SM3', () => {
    const rows = evpStanzas(corpusText('gm', 'evpmac_sm3.txt')).filter((row) => row.has('MAC'));
    for (const row of rows) {
      const mac = sm3.hmac(evpBytes(row.get('Key')!), evpBytes(row.get('Input')!));
      expect(toHex(mac)).toBe(row.get('Output')!.toLowerCase());
    }
    expect(rows.length).toBe(4);
  });

  it('encrypts and decrypts every SM4 row', () => {
    const rows = evpStanzas(corpusText('gm', 'evpciph_sm4.txt')).filter((row) => row.has('Cipher'));
    for (const row of rows) {
      const mode = row.get('Cipher')!.slice(4).toLowerCase() as Sm4Mode;
      const iv = row.get('IV');
      const options = {
        mode,
        key: evpBytes(row.get('Key')!),
        padding: 'none' as const,
        ...(iv === undefined ? {} : { iv: evpBytes(iv) }),
      };
      const [plain, cipher] = [evpBytes(row.get('Plaintext')!), evpBytes(row.get('Ciphertext')!)];
      expect(toHex(sm4.encrypt(plain, options))).toBe(toHex(cipher));
      expect(toHex(sm4.decrypt(cipher, options))).toBe(toHex(plain));
    }
    expect(rows.length).toBe(5);
  });

  it('answers every SM2 row of the OpenSSL file', async () => {
    const text = corpusText('gm', 'evppkey_sm2.txt');
    const pem = /-----BEGIN PRIVATE KEY-----([^-]+)-----END/.exec(text)![1]!.replace(/\s/g, '');
    const pkcs8 = fromBase64(pem);
    const key = await importPrivateKey(pkcs8);
    const scalar = scalarOf(pkcs8);
    const scheme = schemeOf(SM2_SM3, key.key) as SignatureScheme;
    let [verified, decrypted] = [0, 0];
    for (const row of evpStanzas(text)) {
      const [input, output] = [row.get('Input'), row.get('Output')];
      if (row.has('Verify')) {
        if (row.get('Result') === 'PKEY_CTRL_ERROR') {
          expect(schemeOf(SM2_SM3, key.key, 'sha512')).toHaveProperty('unsupported');
        } else {
          expect(verifyDigest(scheme, key.key, evpBytes(input!), evpBytes(output!))).toBe('valid');
        }
        verified++;
      } else if (row.has('Decrypt')) {
        expect(toHex(sm2.decrypt(evpBytes(input!), scalar))).toBe(toHex(evpBytes(output!)));
        decrypted++;
      } else if (row.has('Sign')) {
        // The file expects another value every time; ours must verify.
        const value = await key.signDigest('SM2-SM3', evpBytes(input!));
        expect(toHex(value)).not.toBe(output);
        expect(verifyDigest(scheme, key.key, evpBytes(input!), value)).toBe('valid');
      }
    }
    expect([verified, decrypted]).toEqual([3, 4]);
  });

  it('answers every signing and encryption row of the collected vectors', () => {
    const rows = corpusText('gm', 'sm2-vectors.tsv')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'));
    let [signed, encrypted, binary] = [0, 0, 0];
    for (const [, operation, curve, parameters, input, output] of rows as string[][]) {
      if (operation!.startsWith('sign')) {
        if (curve === 'PARAMS_F2M') {
          // Curves over binary fields are not among the algorithms of this library.
          binary++;
          continue;
        }
        checkSigned(CURVES[curve!]!, fields(parameters!), fromHex(input!), fields(output!));
        signed++;
      } else if (operation!.startsWith('encrypt')) {
        const { d, k } = fields(parameters!);
        const point = sm2.publicKeyOf(fromHex(d!));
        const cipher = encryptSm2(fromHex(input!), point, () => BigInt(`0x${k}`));
        expect(toHex(cipher)).toBe(output!.toLowerCase());
        expect(toHex(sm2.decrypt(cipher, fromHex(d!)))).toBe(input);
        encrypted++;
      }
    }
    expect([signed, encrypted, binary]).toEqual([7, 1, 1]);
  });
});

/** The test curve of the drafts of GM/T 0003.5, over a prime of 256 bits. */
const DRAFT: CurveParameters = {
  p: 0x8542d69e4c044f18e8b92435bf6ff7de457283915c45517d722edb8b08f1dfc3n,
  a: 0x787968b4fa32c3fd2417842e73bbfeff2f3c848b6831d7e0ec65228b3937e498n,
  b: 0x63e4c6d3b23b0c849cf84241484bfe48f61d59a5b16ba06e6e12d1da27c5249an,
  n: 0x8542d69e4c044f18e8b92435bf6ff7dd297720630485628d5ae74ee7c32e79b7n,
  Gx: 0x421debd61b62eab6746434ebc3cc315e32220b3badd50bdc4c4e6c147fedd43dn,
  Gy: 0x0680512bcbb42c07d47349d2153b70c4e5d7fdfcbfa36ea1a85841b9e46e09a2n,
  fieldBytes: 32,
  orderBytes: 32,
};

const CURVES: Readonly<Record<string, CurveParameters>> = {
  PARAMS_FP_DRAFT: DRAFT,
  sm2p256v1: SM2_CURVE,
  'P-256': EC_CURVES['P-256'],
};

function fields(text: string): Record<string, string | undefined> {
  return Object.fromEntries(text.split(';').map((pair) => pair.split('=') as [string, string]));
}

function checkSigned(
  curve: CurveParameters,
  given: Record<string, string | undefined>,
  message: Uint8Array,
  expected: Record<string, string | undefined>,
): void {
  const secret = BigInt(`0x${given['d']}`);
  const hash: DigestName = given['digest']!.startsWith('SM3') ? 'sm3' : 'sha256';
  const point = groupOf(curve).BASE.multiply(secret).toBytes(false);
  const id = utf8(given['id']!);
  const { a, b, Gx, Gy } = curve;
  const z = digest(
    hash,
    Uint8Array.of((id.length * 8) >> 8, (id.length * 8) & 0xff),
    concatBytes(id, ...[a, b, Gx, Gy].map((value) => bigIntToBytes(value, 32)), point.slice(1)),
  );
  const e = digest(hash, z, message);
  const nonce = (): bigint => BigInt(`0x${given['k']}`);
  const raw = signSm2Value(curve, secret, e, nonce);
  expect(toHex(raw)).toBe(`${expected['r']}${expected['s']}`.toLowerCase());
  expect(verifySm2Value(curve, point, e, raw)).toBe(true);
  if (curve === SM2_CURVE && hash === 'sm3') {
    const options = { id: given['id']!, format: 'raw' as const };
    const value = sm2Sign(message, fromHex(given['d']!), options, nonce);
    expect(toHex(value)).toBe(toHex(raw));
    expect(sm2.verify(message, value, point, options)).toBe(true);
    expect(sm2.verify(message, value, point, { format: 'raw', id: `${given['id']}x` })).toBe(false);
  }
}

/** The scalar of the PKCS#8 of this file: PrivateKeyInfo, OCTET STRING, ECPrivateKey, OCTET STRING of 32 bytes. */
function scalarOf(pkcs8: Uint8Array): Uint8Array {
  const at = toHex(pkcs8).indexOf('0201010420') / 2 + 5;
  return pkcs8.slice(at, at + 32);
}
