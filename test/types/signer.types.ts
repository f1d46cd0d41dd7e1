import { expectTypeOf } from 'vitest';
import type {
  SealService,
  SignatureValue,
  Signer,
  SignerInfo,
  SigningAlgorithm,
  TimestampAuthority,
  ToSign,
} from '../../src/entries/index.ts';
import { fromPem, fromPkcs12 } from '../../src/entries/keys.ts';
import { createTestPki } from '../../src/entries/testing.ts';

// Checked by `npm run types`: nothing here runs. What an integrator writes behind the ports must fit, and what does
// not keep a promise of the port must not.

declare const bytes: Uint8Array;

const info: SignerInfo = {
  keyId: 'hsm/7',
  algorithm: 'SM2-SM3',
  publicKey: bytes,
  accepts: ['digest'],
  maxSignatureSize: 72,
};

/** A remote signer. */
export const remote: Signer = {
  info: async () => info,
  async sign(input, options) {
    expectTypeOf(input).toEqualTypeOf<ToSign>();
    options?.signal?.throwIfAborted();
    const value = input.kind === 'digest' ? input.digest : input.data;
    return { value, format: 'raw', chain: [bytes] };
  },
};

/** One that takes many at once, as a class. */
export class BatchSigner implements Signer {
  async info(): Promise<SignerInfo> {
    return { ...info, maxBatch: 100, chain: [bytes] };
  }
  async sign(input: ToSign): Promise<SignatureValue> {
    return (await this.signBatch([input]))[0]!;
  }
  async signBatch(inputs: readonly ToSign[]): Promise<readonly SignatureValue[]> {
    return inputs.map(() => ({ value: bytes, format: 'der' as const }));
  }
}

/** Whoever opens keys gives the port. */
export async function keys(): Promise<void> {
  expectTypeOf(fromPem).returns.resolves.toExtend<Signer>();
  expectTypeOf(fromPkcs12).returns.resolves.toExtend<Signer>();
  const pki = await createTestPki({ algorithm: 'SM2', now: new Date(0) });
  expectTypeOf(await pki.signer.signer()).toExtend<Signer>();
  expectTypeOf(pki.timestampAuthority()).toExtend<TimestampAuthority>();
  // @ts-expect-error not an algorithm of the test PKI
  await createTestPki({ algorithm: 'DSA', now: new Date(0) });
  // @ts-expect-error no hidden clock
  await createTestPki({ algorithm: 'SM2' });
}

// @ts-expect-error a signer tells what it is before it signs
export const silent: Signer = { sign: remote.sign };

export const hex: Signer = {
  ...remote,
  // @ts-expect-error values are bytes
  sign: async () => ({ value: '3045…', format: 'der' }),
};

export const shapeless: Signer = {
  ...remote,
  // @ts-expect-error a value says in which form it is
  sign: async () => ({ value: bytes }),
};

export const synchronous: Signer = {
  ...remote,
  // @ts-expect-error a signer may be far away: it answers with a promise
  sign: () => ({ value: bytes, format: 'raw' }),
};

// @ts-expect-error SHA-1 is nothing to sign with
export const weak: SigningAlgorithm = 'RS1';

// @ts-expect-error what a signer accepts is closed
export const greedy: SignerInfo = { ...info, accepts: ['anything'] };

// @ts-expect-error a digest says by what it was made
export const nameless: ToSign = { kind: 'digest', digest: bytes };

/** Ports beside the signer. */
export const platform: SealService = {
  seal: async ({ sealId, dataHash, propertyInfo }) => {
    expectTypeOf(sealId).toBeString();
    expectTypeOf(propertyInfo).toBeString();
    return dataHash;
  },
};
export const authority: TimestampAuthority = { request: async (request) => request };
