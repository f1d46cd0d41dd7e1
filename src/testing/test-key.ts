import { der } from '../foundation/asn1/index.ts';
import { fromBase64, type SigningAlgorithm } from '../foundation/core/index.ts';
import {
  algorithmIdentifier,
  importPrivateKey,
  type PrivateKey,
  type PublicKey,
  parsePublicKey,
} from '../foundation/crypto/index.ts';
import { RSA_TEST_KEYS } from './rsa-test-keys.generated.ts';
import { seededRandom } from './seeded-random.ts';

/** Algorithm family of a test PKI, or of one key in it. RSA keys have 2048 bits. */
export type TestAlgorithm = 'P-256' | 'P-384' | 'SM2' | 'RSA' | 'Ed25519';

/** A private key of the test PKI: known to everybody who knows the seed. */
export interface TestKey {
  readonly algorithm: TestAlgorithm;
  /** How certificates under this key are signed. */
  readonly signatureAlgorithm: SigningAlgorithm;
  readonly pkcs8: Uint8Array;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  readonly publicKey: PublicKey;
  readonly privateKey: PrivateKey;
  /** EC and SM2 values repeat (RFC 6979), RS256 values by nature. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

const CURVES = {
  // Order of the group, and the identifier of the curve.
  'P-256': {
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    oid: '1.2.840.10045.3.1.7',
  },
  'P-384': {
    n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    oid: '1.3.132.0.34',
  },
  SM2: {
    n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
    oid: '1.2.156.10197.1.301',
  },
} as const;

/** Keys of the embedded RSA list that have a name of their own; other labels share the rest. */
const RSA_LABELS: readonly string[] = [
  'root',
  'intermediate',
  'signer',
  'sealSigner',
  'sealMaker',
  'licenseIssuer',
  'statusIssuer',
  'tsa',
  'ocspResponder',
  'encryptionOnly',
  'expired',
];

/** The key of a label: the same seed and label give the same key. RSA labels beyond the named ones may share a key. */
export async function makeTestKey(algorithm: TestAlgorithm, seed: string, label: string): Promise<TestKey> {
  const pkcs8 = pkcs8Of(algorithm, seed, label);
  const privateKey = await importPrivateKey(pkcs8, { nonce: 'rfc6979' });
  const signatureAlgorithm = privateKey.algorithmDefault;
  return {
    algorithm,
    signatureAlgorithm,
    pkcs8,
    spki: privateKey.publicKey,
    publicKey: parsePublicKey(privateKey.publicKey),
    privateKey,
    sign: (data) => privateKey.sign(signatureAlgorithm, data),
  };
}

function pkcs8Of(algorithm: TestAlgorithm, seed: string, label: string): Uint8Array {
  if (algorithm === 'RSA') return rsaPkcs8(seed, label);
  return algorithm === 'Ed25519' ? edwardsPkcs8(seed, label) : ecPkcs8(algorithm, seed, label);
}

function rsaPkcs8(seed: string, label: string): Uint8Array {
  const named = RSA_LABELS.indexOf(label);
  const shared = RSA_TEST_KEYS.length - RSA_LABELS.length;
  const pick = seededRandom(`${seed}\nrsa\n${label}`).bytes(1)[0]! % shared;
  return fromBase64(RSA_TEST_KEYS[named >= 0 ? named : RSA_LABELS.length + pick]!);
}

/** Any 32 octets are a key (RFC 8032 5.1.5). */
function edwardsPkcs8(seed: string, label: string): Uint8Array {
  const key = seededRandom(`${seed}\nEd25519\n${label}`).bytes(32);
  return der.sequence(
    der.integer(0),
    algorithmIdentifier('1.3.101.112'),
    der.octetString(der.octetString(key)),
  );
}

function ecPkcs8(algorithm: keyof typeof CURVES, seed: string, label: string): Uint8Array {
  const { n, oid } = CURVES[algorithm];
  const octets = algorithm === 'P-384' ? 48 : 32;
  const wide = seededRandom(`${seed}\n${algorithm}\n${label}`).bytes(octets + 16);
  let value = 0n;
  for (const byte of wide) value = (value << 8n) | BigInt(byte);
  // 1..n-2: SM2 leaves n-1 out, since 1 + d must be invertible (GB/T 32918.1, 6.1).
  let scalar = (value % (n - 2n)) + 1n;
  const bytes = new Uint8Array(octets);
  for (let i = octets - 1; i >= 0; i--, scalar >>= 8n) bytes[i] = Number(scalar & 0xffn);
  const key = der.sequence(der.integer(1), der.octetString(bytes));
  return der.sequence(
    der.integer(0),
    algorithmIdentifier('1.2.840.10045.2.1', der.oid(oid)),
    der.octetString(key),
  );
}
