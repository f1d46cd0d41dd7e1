import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concatBytes, toHex, utf8 } from '../../../src/foundation/core/index.ts';
import { createHasher as defaultHasher } from '../../../src/foundation/platform/default/index.ts';
import type { DigestName } from '../../../src/foundation/platform/index.ts';
import { createHasher as nodeHasher } from '../../../src/foundation/platform/node/index.ts';
import { Sm3 } from '../../../src/foundation/platform/portable/index.ts';

const NAMES: readonly DigestName[] = [
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'sha512-256',
  'sha3-224',
  'sha3-256',
  'sha3-384',
  'sha3-512',
  'shake256-64',
  'md5',
  'sm3',
];

const data = new Uint8Array(1000).map((_, i) => (i * 31 + (i >> 3)) & 0xff);

describe('digests', () => {
  it.each(NAMES)('%s is the same in both builds at every length around the block size', (name) => {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 71, 72, 111, 112, 127, 128, 135, 136, 143, 144, 1000]) {
      const bytes = data.subarray(0, length);
      expect(toHex(defaultHasher(name).update(bytes).digest())).toBe(
        toHex(nodeHasher(name).update(bytes).digest()),
      );
    }
  });

  it.each(NAMES)('%s branches at a cut and both branches go on alone', (name) => {
    for (const create of [nodeHasher, defaultHasher]) {
      const trunk = create(name).update(data.subarray(0, 100));
      const branch = trunk.clone().update(utf8('branch'));
      const second = branch.clone();
      const whole = create(name)
        .update(concatBytes(data.subarray(0, 100), utf8('branch')))
        .digest();
      expect(toHex(branch.digest())).toBe(toHex(whole));
      expect(toHex(second.digest())).toBe(toHex(whole));
      expect(toHex(trunk.digest())).toBe(toHex(create(name).update(data.subarray(0, 100)).digest()));
    }
  });

  it('a value is a plain Uint8Array in both builds', () => {
    for (const create of [nodeHasher, defaultHasher]) {
      expect(Object.getPrototypeOf(create('sha256').digest())).toBe(Uint8Array.prototype);
    }
  });

  it('SM3 in TypeScript agrees with OpenSSL over a longer message in odd pieces', () => {
    const hasher = new Sm3();
    const expected = createHash('sm3');
    for (let i = 0; i < 200; i++) {
      const piece = data.subarray(0, (i * 37) % 301);
      hasher.update(piece);
      expected.update(piece);
    }
    expect(toHex(hasher.digest())).toBe(expected.digest('hex'));
  });
});
