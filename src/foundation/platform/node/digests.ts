import { createHash, type Hash } from 'node:crypto';
import type { DigestName, Hasher } from '../contract.ts';

const NODE_NAMES: Readonly<Record<DigestName, string>> = {
  sha1: 'sha1',
  sha224: 'sha224',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  'sha512-256': 'sha512-256',
  'sha3-224': 'sha3-224',
  'sha3-256': 'sha3-256',
  'sha3-384': 'sha3-384',
  'sha3-512': 'sha3-512',
  'shake256-64': 'shake256',
  md5: 'md5',
  sm3: 'sm3',
};

class NodeHasher implements Hasher {
  readonly #hash: Hash;

  constructor(hash: Hash) {
    this.#hash = hash;
  }

  update(bytes: Uint8Array): this {
    this.#hash.update(bytes);
    return this;
  }

  clone(): Hasher {
    return new NodeHasher(this.#hash.copy());
  }

  digest(): Uint8Array {
    return plain(this.#hash.digest());
  }
}

/** A plain Uint8Array: a Buffer behaves otherwise in slice() and equality. */
export function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

/** The name that OpenSSL knows a digest by. */
export function nodeDigestName(name: DigestName): string {
  return NODE_NAMES[name];
}

/** A running digest by OpenSSL. */
export function createHasher(name: DigestName): Hasher {
  return new NodeHasher(
    createHash(NODE_NAMES[name], name === 'shake256-64' ? { outputLength: 64 } : undefined),
  );
}
