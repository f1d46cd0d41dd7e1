import { toHex } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { PkiMemo } from '../../foundation/pki/index.ts';
import type { Seal } from './seal.ts';
import { checkSesValue, type SesValueResult } from './value.ts';

/** What follows from the bytes of a seal alone, whoever asks and whenever. */
export interface KnownSeal {
  /** The maker's value over the seal. */
  readonly maker: SesValueResult;
  readonly imageSha256: string;
}

/** Seals that are remembered: an agency has a handful, and a busy counter sees those of some dozens. */
const MAX_SEALS = 256;

/** Computes what is known of a seal. */
export function knownSeal(seal: Seal): KnownSeal {
  return {
    maker: checkSesValue({
      certificate: seal.makerCertificate,
      algorithm: seal.signatureAlgorithm,
      data: seal.signed,
      value: seal.signature,
    }),
    imageSha256: toHex(digest('sha256', seal.picture.data)),
  };
}

/**
 * Remembers that by all the bytes of a seal, for many files under the same seals. Nothing in it says that a maker is
 * believed or a seal in force. Of bounded size; the seals themselves are not kept.
 */
export class SealMemo {
  readonly #known = new Map<string, KnownSeal>();

  of(seal: Seal): KnownSeal {
    const name = toHex(digest('sha256', seal.raw));
    const known = this.#known.get(name) ?? knownSeal(seal);
    // The one asked for last is dropped last.
    this.#known.delete(name);
    this.#known.set(name, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_SEALS && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }
}

const memos = /* @__PURE__ */ new WeakMap<PkiMemo, SealMemo>();

/** The seals that are remembered with a memo: they live as long as it does. */
export function sealMemoOf(memo: PkiMemo): SealMemo {
  const known = memos.get(memo) ?? new SealMemo();
  memos.set(memo, known);
  return known;
}
