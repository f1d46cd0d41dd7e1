import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/foundation/core/index.ts';
import { keyedDigest } from '../../../src/foundation/crypto/index.ts';

describe('keyed digests', () => {
  it.each([0, 1, 32, 64, 65, 200])('are HMAC-SHA-256 under a key of %i bytes, apart by use', (length) => {
    const key = new Uint8Array(length).fill(0xa5);
    const expected = createHmac('sha256', key).update('use\0张小三').digest('hex');
    expect(keyedDigest(key, 'use', [utf8('张'), utf8('小三')])).toBe(expected);
    expect(keyedDigest(key, 'other', [utf8('张小三')])).not.toBe(expected);
  });
});
