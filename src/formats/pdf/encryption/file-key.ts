import { platform } from '#platform';
import { concatBytes, equalBytes, utf8 } from '../../../foundation/core/index.ts';
import type { DigestName } from '../../../foundation/platform/index.ts';
import { decryptAesCbc, encryptAesCbc } from './aes.ts';
import { rc4 } from './rc4.ts';

/** What the standard security handler says of its keys (ISO 32000-2, table 21). */
export interface KeySettings {
  readonly revision: number;
  /** In bytes. */
  readonly keyLength: number;
  readonly owner: Uint8Array;
  readonly user: Uint8Array;
  readonly ownerKey: Uint8Array;
  readonly userKey: Uint8Array;
  readonly permissions: number;
  readonly encryptsMetadata: boolean;
  /** First part of the file identifier. */
  readonly id: Uint8Array;
}

/** The file encryption key that a password opens, as owner or user; undefined when it opens none. */
export function fileKey(settings: KeySettings, password: string): Uint8Array | undefined {
  return settings.revision >= 5 ? modernKey(settings, password) : legacyKey(settings, password);
}

/** True for the password of the owner, whom no permission binds. */
export function isOwnerPassword(settings: KeySettings, password: string): boolean {
  if (settings.revision >= 5) {
    const { owner, user } = settings;
    const hash = settings.revision === 5 ? simpleHash : hardHash;
    const salted = hash(modernPassword(password), owner.subarray(32, 40), user.subarray(0, 48));
    return owner.length >= 48 && equalBytes(salted, owner.subarray(0, 32));
  }
  return userKeyOf(settings, userPassword(settings, legacyPassword(password))) !== undefined;
}

/** Padding of passwords (ISO 32000-1, 7.6.3.3, algorithm 2). */
const PADDING = Uint8Array.of(
  ...[0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08],
  ...[0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a],
);

function digest(hash: DigestName, ...parts: readonly Uint8Array[]): Uint8Array {
  const hasher = platform.createHasher(hash);
  for (const part of parts) hasher.update(part);
  return hasher.digest();
}

/** Revisions 2 to 4: MD5 and RC4. A password is at most 32 bytes of PDFDocEncoding; here of ISO 8859-1. */
function legacyKey(settings: KeySettings, password: string): Uint8Array | undefined {
  const padded = legacyPassword(password);
  const asUser = userKeyOf(settings, padded);
  if (asUser !== undefined) return asUser;
  return userKeyOf(settings, userPassword(settings, padded));
}

function legacyPassword(password: string): Uint8Array {
  const bytes = Uint8Array.from(password, (character) => character.charCodeAt(0) & 0xff);
  return concatBytes(bytes, PADDING).subarray(0, 32);
}

/** Algorithm 2, then 6: the key of a user password, where /U confirms it. */
function userKeyOf(settings: KeySettings, padded: Uint8Array): Uint8Array | undefined {
  const { revision, keyLength, owner, user, permissions, encryptsMetadata, id } = settings;
  const allowed = Uint8Array.from({ length: 4 }, (_, i) => permissions >>> (8 * i));
  const unencrypted =
    revision >= 4 && !encryptsMetadata ? Uint8Array.of(255, 255, 255, 255) : new Uint8Array(0);
  let key = digest('md5', padded, owner.subarray(0, 32), allowed, id, unencrypted);
  for (let i = 0; i < 50 && revision >= 3; i++) key = digest('md5', key.subarray(0, keyLength));
  key = key.subarray(0, keyLength);
  const length = revision === 2 ? 32 : 16;
  const expected = revision === 2 ? rc4(key, PADDING) : chain(key, digest('md5', PADDING, id), range(0, 19));
  return equalBytes(expected.subarray(0, length), user.subarray(0, length)) ? key : undefined;
}

/** Algorithm 7: the user password that an owner password gives out. */
function userPassword({ revision, keyLength, owner }: KeySettings, padded: Uint8Array): Uint8Array {
  let key = digest('md5', padded);
  for (let i = 0; i < 50 && revision >= 3; i++) key = digest('md5', key);
  key = key.subarray(0, keyLength);
  return chain(key, owner.subarray(0, 32), revision === 2 ? [0] : range(19, 0));
}

/** RC4 again and again, the key combined with each number. */
function chain(key: Uint8Array, data: Uint8Array, numbers: readonly number[]): Uint8Array {
  return numbers.reduce(
    (out, number) =>
      rc4(
        key.map((byte) => byte ^ number),
        out,
      ),
    data,
  );
}

function range(from: number, to: number): number[] {
  const step = from < to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => from + i * step);
}

const NO_IV = new Uint8Array(16);
/** Longest password in bytes (ISO 32000-2, 7.6.4.3.3). */
const MAX_PASSWORD = 127;

/** Revisions 5 and 6: SHA-2 and AES-256 (ISO 32000-2, 7.6.4.3.3, algorithm 2.A). */
function modernKey(settings: KeySettings, password: string): Uint8Array | undefined {
  const { revision, owner, user, ownerKey, userKey } = settings;
  const bytes = modernPassword(password);
  const hash = revision === 5 ? simpleHash : hardHash;
  const open = (value: Uint8Array, wrapped: Uint8Array, extra: Uint8Array): Uint8Array | undefined => {
    if (value.length < 48 || wrapped.length < 32) return undefined;
    const confirmed = equalBytes(hash(bytes, value.subarray(32, 40), extra), value.subarray(0, 32));
    if (!confirmed) return undefined;
    return decryptAesCbc(hash(bytes, value.subarray(40, 48), extra), NO_IV, wrapped.subarray(0, 32));
  };
  return open(owner, ownerKey, user.subarray(0, 48)) ?? open(user, userKey, new Uint8Array(0));
}

function modernPassword(password: string): Uint8Array {
  return utf8(password.normalize('NFKC')).subarray(0, MAX_PASSWORD);
}

function simpleHash(password: Uint8Array, salt: Uint8Array, extra: Uint8Array): Uint8Array {
  return digest('sha256', password, salt, extra);
}

const ROUND_HASHES: readonly DigestName[] = ['sha256', 'sha384', 'sha512'];

/** Algorithm 2.B: at least 64 rounds of AES-128 and a hash that the outcome picks. */
function hardHash(password: Uint8Array, salt: Uint8Array, extra: Uint8Array): Uint8Array {
  let key = digest('sha256', password, salt, extra);
  for (let round = 1; ; round++) {
    const one = concatBytes(password, key, extra);
    const many = concatBytes(...Array.from({ length: 64 }, () => one));
    const encrypted = encryptAesCbc(key.subarray(0, 16), key.subarray(16, 32), many);
    const remainder = encrypted.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = digest(ROUND_HASHES[remainder]!, encrypted);
    if (round >= 64 && encrypted.at(-1)! <= round - 32) return key.subarray(0, 32);
  }
}
