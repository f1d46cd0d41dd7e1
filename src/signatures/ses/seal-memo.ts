import { toHex } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { ParsedOnce, type PkiMemo } from '../../foundation/pki/index.ts';
import { type Certificate, parseCertificate } from '../../foundation/x509/index.ts';
import { readSeal, type Seal } from './seal.ts';
import { checkSesValue, type SesValueResult } from './value.ts';

/** What follows from the bytes of a seal alone, whoever asks and whenever. */
export interface KnownSeal {
  /** The maker's value over the seal. */
  readonly maker: SesValueResult;
  readonly imageSha256: string;
}

/** Seals that are remembered: an agency has a handful, and a busy counter sees those of some dozens. */
const MAX_SEALS = 256;
/** A seal takes some kilobytes, 8 MiB at most. */
const MAX_BYTES = 32 * 1024 * 1024;

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

interface ReadSeal {
  readonly raw: Uint8Array;
  readonly seal: Seal;
  readonly known: KnownSeal;
}

/**
 * Remembers seals by all their bytes, for many files under the same ones. Nothing in it says that a maker is believed or a
 * seal in force. Of bounded size.
 */
export class SealMemo {
  readonly #seals = new ParsedOnce<ReadSeal>(readOnce, { entries: MAX_SEALS, bytes: MAX_BYTES });
  readonly #pki: PkiMemo | undefined;

  constructor(pki?: PkiMemo) {
    this.#pki = pki;
  }

  /** As `readSeal`, on a copy of the bytes. */
  seal(bytes: Uint8Array): Seal {
    return this.#seals.get(bytes).seal;
  }

  /** As `knownSeal`. */
  of(seal: Seal): KnownSeal {
    return this.#seals.get(seal.raw).known;
  }

  /** As `parseCertificate`: signers come with many files too. */
  certificate(bytes: Uint8Array): Certificate {
    return this.#pki === undefined ? parseCertificate(bytes) : this.#pki.certificate(bytes);
  }
}

function readOnce(bytes: Uint8Array): ReadSeal {
  const seal = readSeal(bytes);
  return { raw: bytes, seal, known: knownSeal(seal) };
}

const memos = /* @__PURE__ */ new WeakMap<PkiMemo, SealMemo>();

/** The seals that are remembered with a memo: they live as long as it does. */
export function sealMemoOf(memo: PkiMemo): SealMemo {
  const known = memos.get(memo) ?? new SealMemo(memo);
  memos.set(memo, known);
  return known;
}
