import { concatBytes, equalBytes, fromHex } from '../../core/index.ts';
import type { DigestName, Hasher } from '../contract.ts';
import { bigIntToBytes, bytesToBigInt, powerPublic } from './big-integers.ts';

type CreateHasher = (name: DigestName) => Hasher;

/** DigestInfo up to the digest, NULL parameters present (RFC 8017, 9.2 note 1; SM3 by GM/T 0006). */
const DIGEST_INFO: Readonly<Partial<Record<DigestName, string>>> = {
  md5: '3020300c06082a864886f70d020505000410',
  sha1: '3021300906052b0e03021a05000414',
  sha224: '302d300d06096086480165030402040500041c',
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
  'sha512-256': '3031300d060960864801650304020605000420',
  'sha3-224': '302d300d06096086480165030402070500041c',
  'sha3-256': '3031300d060960864801650304020805000420',
  'sha3-384': '3041300d060960864801650304020905000430',
  'sha3-512': '3051300d060960864801650304020a05000440',
  sm3: '3030300c06082a811ccf5501831105000420',
};

/** DigestInfo of a digest, or undefined where the digest has none. */
export function digestInfo(hash: DigestName, digest: Uint8Array): Uint8Array | undefined {
  const prefix = DIGEST_INFO[hash];
  return prefix === undefined ? undefined : concatBytes(fromHex(prefix), digest);
}

/** The public operation s^e mod n (RFC 8017, 5.2.2), or undefined when the value is out of range. */
export function rsaPublic(
  key: { readonly modulus: Uint8Array; readonly exponent: Uint8Array },
  value: Uint8Array,
): Uint8Array | undefined {
  if (value.length !== key.modulus.length) return undefined;
  const n = bytesToBigInt(key.modulus);
  const s = bytesToBigInt(value);
  return s >= n ? undefined : bigIntToBytes(powerPublic(s, bytesToBigInt(key.exponent), n), value.length);
}

/**
 * EMSA-PKCS1-v1_5 by rebuilding and comparing the whole block (RFC 8017, 8.2.2): nothing is parsed,
 * so there is no room for forged padding.
 */
export function isPkcs1Block(block: Uint8Array, hash: DigestName, digest: Uint8Array): boolean {
  const info = digestInfo(hash, digest);
  if (info === undefined || block.length < info.length + 11) return false;
  const expected = new Uint8Array(block.length).fill(0xff);
  expected[0] = 0;
  expected[1] = 1;
  expected[block.length - info.length - 1] = 0;
  expected.set(info, block.length - info.length);
  return equalBytes(block, expected);
}

/** What EMSA-PSS needs besides the block. */
export interface PssParameters {
  readonly hash: DigestName;
  readonly mgfHash: DigestName;
  readonly saltLength: number;
  /** Bits of the modulus. */
  readonly modulusBits: number;
}

/** EMSA-PSS-VERIFY (RFC 8017, 9.1.2), with the salt length exactly as declared. */
export function isPssBlock(
  createHasher: CreateHasher,
  block: Uint8Array,
  digest: Uint8Array,
  parameters: PssParameters,
): boolean {
  const { hash, mgfHash, saltLength, modulusBits } = parameters;
  const emBits = modulusBits - 1;
  const emLength = Math.ceil(emBits / 8);
  // When the modulus has 8k+1 bits the block is one octet shorter than the modulus.
  if (block.length > emLength && block[0] !== 0) return false;
  const em = block.subarray(block.length - emLength);
  const h = digest.length;
  if (emLength < h + saltLength + 2 || em[emLength - 1] !== 0xbc) return false;
  const maskedDb = em.subarray(0, emLength - h - 1);
  const seed = em.subarray(emLength - h - 1, emLength - 1);
  const unusedMask = 0xff >> (8 * emLength - emBits);
  if ((maskedDb[0]! & ~unusedMask & 0xff) !== 0) return false;
  const db = xor(maskedDb, mgf1(createHasher, mgfHash, seed, maskedDb.length));
  db[0]! &= unusedMask;
  const saltStart = db.length - saltLength;
  for (let i = 0; i < saltStart - 1; i++) if (db[i] !== 0) return false;
  if (db[saltStart - 1] !== 1) return false;
  return equalBytes(pssHash(createHasher, hash, digest, db.subarray(saltStart)), seed);
}

/** EMSA-PSS-ENCODE (RFC 8017, 9.1.1), left-padded to the length of the modulus. */
export function pssBlock(
  createHasher: CreateHasher,
  digest: Uint8Array,
  salt: Uint8Array,
  parameters: PssParameters,
): Uint8Array | undefined {
  const emBits = parameters.modulusBits - 1;
  const emLength = Math.ceil(emBits / 8);
  if (emLength < digest.length + salt.length + 2) return undefined;
  const seed = pssHash(createHasher, parameters.hash, digest, salt);
  const db = new Uint8Array(emLength - digest.length - 1);
  db[db.length - salt.length - 1] = 1;
  db.set(salt, db.length - salt.length);
  const masked = xor(db, mgf1(createHasher, parameters.mgfHash, seed, db.length));
  masked[0]! &= 0xff >> (8 * emLength - emBits);
  const lead = new Uint8Array(Math.ceil(parameters.modulusBits / 8) - emLength);
  return concatBytes(lead, masked, seed, Uint8Array.of(0xbc));
}

function pssHash(
  createHasher: CreateHasher,
  hash: DigestName,
  digest: Uint8Array,
  salt: Uint8Array,
): Uint8Array {
  return createHasher(hash).update(new Uint8Array(8)).update(digest).update(salt).digest();
}

function mgf1(createHasher: CreateHasher, hash: DigestName, seed: Uint8Array, length: number): Uint8Array {
  const start = createHasher(hash).update(seed);
  const out = new Uint8Array(length);
  const counter = new Uint8Array(4);
  for (let offset = 0, i = 0; offset < length; i++) {
    new DataView(counter.buffer).setUint32(0, i);
    const part = start.clone().update(counter).digest();
    out.set(part.subarray(0, length - offset), offset);
    offset += part.length;
  }
  return out;
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, i) => byte ^ b[i]!);
}
