import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512, sha512_256 } from '@noble/hashes/sha2.js';
import { sha3_224, sha3_256, sha3_384, sha3_512, shake256_64 } from '@noble/hashes/sha3.js';
import type { CurrentDigestName, DigestName, Hasher } from '../contract.ts';
import { Sm3 } from '../portable/index.ts';

/** The part of noble's hash objects that is used here. */
interface NobleHash {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
  clone(): NobleHash;
}

class NobleHasher implements Hasher {
  readonly #hash: NobleHash;

  constructor(hash: NobleHash) {
    this.#hash = hash;
  }

  update(bytes: Uint8Array): this {
    this.#hash.update(bytes);
    return this;
  }

  clone(): Hasher {
    return new NobleHasher(this.#hash.clone());
  }

  digest(): Uint8Array {
    return this.#hash.digest();
  }
}

/** A running digest of today, by noble; SM3 is our own. Alone it brings no older digest into a bundle. */
export function createCurrentHasher(name: CurrentDigestName): Hasher {
  switch (name) {
    case 'sm3':
      return new Sm3();
    case 'sha256':
      return new NobleHasher(sha256.create());
    case 'sha384':
      return new NobleHasher(sha384.create());
    case 'sha512':
      return new NobleHasher(sha512.create());
  }
}

/** A running digest of any name. */
export function createHasher(name: DigestName): Hasher {
  return isCurrent(name) ? createCurrentHasher(name) : new NobleHasher(olderHash(name));
}

function isCurrent(name: DigestName): name is CurrentDigestName {
  return name === 'sm3' || name === 'sha256' || name === 'sha384' || name === 'sha512';
}

function olderHash(name: Exclude<DigestName, CurrentDigestName>): NobleHash {
  switch (name) {
    case 'sha1':
      return sha1.create();
    case 'sha224':
      return sha224.create();
    case 'sha512-256':
      return sha512_256.create();
    case 'sha3-224':
      return sha3_224.create();
    case 'sha3-256':
      return sha3_256.create();
    case 'sha3-384':
      return sha3_384.create();
    case 'sha3-512':
      return sha3_512.create();
    case 'shake256-64':
      return shake256_64.create();
    case 'md5':
      return md5.create();
  }
}
