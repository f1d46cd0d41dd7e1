import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512, sha512_256 } from '@noble/hashes/sha2.js';
import { sha3_224, sha3_256, sha3_384, sha3_512, shake256_64 } from '@noble/hashes/sha3.js';
import type { DigestName, Hasher } from '../contract.ts';
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

/** A running digest by noble; SM3 is our own. */
export function createHasher(name: DigestName): Hasher {
  return name === 'sm3' ? new Sm3() : new NobleHasher(nobleHash(name));
}

function nobleHash(name: Exclude<DigestName, 'sm3'>): NobleHash {
  switch (name) {
    case 'sha1':
      return sha1.create();
    case 'sha224':
      return sha224.create();
    case 'sha256':
      return sha256.create();
    case 'sha384':
      return sha384.create();
    case 'sha512':
      return sha512.create();
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
