import type { SignOptions } from '../../foundation/core/index.ts';

/** Where and when a face is sealed. */
export interface SealContext {
  /** Page from 0; millimetres from the top left corner. */
  readonly box: {
    readonly page: number;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  /** The time of the reservation: the only time that may go into the bytes to be signed. */
  readonly at: Date;
}

/** A face with everything but the value of its seal's signature. */
export interface PreparedSeal {
  /** Digest of exactly what the value will cover. Equal input must give an equal digest. */
  readonly toSignDigest: Uint8Array;
  /** Whatever the step needs to go on; never stored. */
  readonly state: unknown;
}

/**
 * Sealing in three steps, as a port, so that the value is stored between them and nothing is signed twice.
 * `prepare` is deterministic; `sign` passes `idempotencyKey` on to the signer; `embed` verifies the value first.
 */
export interface SealStep {
  prepare(face: Uint8Array, context: SealContext): Promise<PreparedSeal>;
  sign(prepared: PreparedSeal, options: SignOptions): Promise<Uint8Array>;
  embed(prepared: PreparedSeal, value: Uint8Array): Promise<Uint8Array>;
}
