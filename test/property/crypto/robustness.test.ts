import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDer } from '../../../src/foundation/asn1/index.ts';
import { fromHex, isYinxinError, toHex } from '../../../src/foundation/core/index.ts';
import {
  derToRawSignature,
  importPrivateKey,
  parseAlgorithmIdentifier,
  parsePublicKey,
  rawToDerSignature,
  schemeOf,
  signingSchemeOf,
  sm2,
  verifySignature,
} from '../../../src/foundation/crypto/index.ts';
import { platform as portable } from '../../../src/foundation/platform/default/index.ts';
import { platform as native } from '../../../src/foundation/platform/node/index.ts';
import { runs } from '../../support/property.ts';

const SPKI = '3059301306072a8648ce3d020106082a811ccf5501822d034200';
const pair = sm2.generateKeyPair();
const spki = fromHex(SPKI + toHex(pair.publicKey));
const { scheme } = signingSchemeOf('SM2-SM3');

/** Runs something on hostile bytes: an error must be ours. */
function onlyOurErrors(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!isYinxinError(error)) throw error;
  }
}

describe('hostile bytes', () => {
  const mutation = fc.tuple(fc.nat({ max: spki.length - 1 }), fc.integer({ min: 1, max: 255 }));

  it('a key with one changed byte is another key, unsupported, or refused with a code', () => {
    fc.assert(
      fc.property(mutation, ([at, mask]) => {
        const bytes = spki.slice();
        bytes[at]! ^= mask;
        onlyOurErrors(() => {
          const key = parsePublicKey(bytes);
          expect(toHex(key.spki)).not.toBe(toHex(spki));
        });
      }),
    );
  });

  it('noise is never a key, a scheme or a private key with another kind of error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 120 }), async (bytes) => {
        onlyOurErrors(() => parsePublicKey(bytes));
        onlyOurErrors(() => schemeOf(parseAlgorithmIdentifier(readDer(bytes)), parsePublicKey(spki)));
        onlyOurErrors(() => derToRawSignature(bytes, 32));
        await importPrivateKey(bytes).catch((error: unknown) => {
          if (!isYinxinError(error)) throw error;
        });
      }),
    );
  });

  it('a value with one changed byte is invalid and never throws', () => {
    const message = Uint8Array.of(1, 2, 3);
    const value = sm2.sign(message, pair.privateKey);
    const key = parsePublicKey(spki);
    fc.assert(
      fc.property(fc.nat({ max: value.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const bytes = value.slice();
        bytes[at]! ^= mask;
        expect(verifySignature(scheme, key, [message], bytes)).toBe('invalid');
      }),
    );
  });

  it('raw and DER forms are one to one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (raw) => {
        expect(toHex(derToRawSignature(rawToDerSignature(raw), 32))).toBe(toHex(raw));
      }),
    );
  });
});

describe('both builds', () => {
  it('give one verdict on SM2 values, right ones and arbitrary ones', () => {
    const primitive = parsePublicKey(spki).primitive!;
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 80 }),
        fc.uint8Array({ minLength: 64, maxLength: 64 }),
        (message, noise) => {
          const z = sm2.zValue(pair.publicKey);
          const right = sm2.sign(message, pair.privateKey, { format: 'raw' });
          for (const [raw, expected] of [
            [right, true],
            [noise, false],
          ] as const) {
            const input = { message: [z, message] };
            expect(native.verifyPrimitive({ type: 'sm2' }, primitive, input, raw)).toBe(expected);
            expect(portable.verifyPrimitive({ type: 'sm2' }, primitive, input, raw)).toBe(expected);
          }
        },
      ),
      runs(40),
    );
  });
});
