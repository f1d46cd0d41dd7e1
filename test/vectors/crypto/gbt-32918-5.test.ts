import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '../../../src/foundation/core/index.ts';
import {
  derToRawSignature,
  digest,
  rawToDerSignature,
  sm2,
  sm2Sign,
  sm2ZValue,
} from '../../../src/foundation/crypto/index.ts';

/** GB/T 32918.5-2017, Annex A.2: recommended curve, identifier 1234567812345678, message "message digest". */
const D = fromHex('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8');
const P = fromHex(
  '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
);
const K = 0x59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21n;
const M = utf8('message digest');
const RS =
  'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa';

describe('GB/T 32918.5 Annex A', () => {
  it('derives the public key', () => {
    expect(toHex(sm2.publicKeyOf(D))).toBe(toHex(P));
  });

  it('computes Z and e', () => {
    const z = sm2ZValue(P);
    expect(toHex(z)).toBe('b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3');
    expect(toHex(digest('sm3', z, M))).toBe(
      'f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640',
    );
  });

  it('signs with the fixed nonce and verifies', () => {
    const raw = sm2Sign(M, D, { format: 'raw' }, () => K);
    expect(toHex(raw)).toBe(RS);
    expect(sm2.verify(M, raw, P, { format: 'raw' })).toBe(true);
    expect(sm2.verify(M, rawToDerSignature(raw), P)).toBe(true);
  });

  it('refuses every changed bit of r and s', () => {
    const raw = fromHex(RS);
    for (let i = 0; i < raw.length; i++) {
      const changed = raw.slice();
      changed[i]! ^= 1 << (i % 8);
      expect(sm2.verify(M, changed, P, { format: 'raw' })).toBe(false);
    }
  });

  it('converts between the raw and the DER form without loss', () => {
    const value = rawToDerSignature(fromHex(RS));
    expect(value.length).toBe(72);
    expect(toHex(derToRawSignature(value, 32))).toBe(RS);
  });
});
