import { createHash, getHashes, type Hash, type HashOptions } from 'node:crypto';
import type { CurrentDigestName, DigestName, Hasher } from '../contract.ts';
import { Sm3 } from '../portable/index.ts';

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
  readonly #options: HashOptions | undefined;

  constructor(hash: Hash, options: HashOptions | undefined) {
    this.#hash = hash;
    this.#options = options;
  }

  update(bytes: Uint8Array): this {
    this.#hash.update(bytes);
    return this;
  }

  clone(): Hasher {
    return new NodeHasher(this.#hash.copy(this.#options), this.#options);
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

const XOF_64: HashOptions = { outputLength: 64 };

/** A running digest of today: a name of its own for what goes into small bundles. */
export function createCurrentHasher(name: CurrentDigestName): Hasher {
  return createHasher(name);
}

/** A running digest by OpenSSL; SM3 in TypeScript where the engine was built without it (BoringSSL). */
export function createHasher(name: DigestName): Hasher {
  const options = name === 'shake256-64' ? XOF_64 : undefined;
  if (name === 'sm3' && !hasSm3()) return new Sm3();
  return new NodeHasher(createHash(NODE_NAMES[name], options), options);
}

let sm3Known: boolean | undefined;

function hasSm3(): boolean {
  sm3Known ??= getHashes().includes('sm3');
  return sm3Known;
}
