import { type Clock, type Random, YinxinError } from '../../foundation/core/index.ts';
import type { LicenseCodeResolver } from './ports.ts';

/** Short-lived codes that a holder shows (亮证), opaque, and resolved here alone. */
export interface ShownCodes {
  /** A new code for a license; the caller has made sure that it is its holder who shows it. */
  show(identifier: string): { readonly code: string; readonly expiresAt: Date };
  readonly resolve: LicenseCodeResolver;
}

const LONGEST_SECONDS = 300;
const MAX_CODES = 1_000_000;
/** 39 digits hold 128 bits: nobody finds a living code by trying, and digits make the smallest QR code. */
const DIGITS = 39;

/**
 * Codes that stand for a license for a short time: 1 to 300 seconds, 60 by default. They are random and say nothing;
 * who scans one learns what the sharing policy gives, and a picture of it is worthless soon. LIMIT_EXCEEDED over a
 * million that live.
 */
export function shownCodes({
  clock,
  random,
  seconds = 60,
}: {
  readonly clock: Clock;
  readonly random: Random;
  readonly seconds?: number;
}): ShownCodes {
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST_SECONDS)
    throw new YinxinError('ARGUMENT_INVALID', `a shown code lives 1 to ${LONGEST_SECONDS} seconds`);
  // In the order they were made, which is the order they end in.
  const living = new Map<string, { readonly identifier: string; readonly expiresAt: Date }>();
  const dropEnded = (at: Date): void => {
    for (const [code, { expiresAt }] of living) {
      if (expiresAt > at) return;
      living.delete(code);
    }
  };
  return {
    show(identifier) {
      const at = clock.now();
      dropEnded(at);
      if (living.size >= MAX_CODES)
        throw new YinxinError('LIMIT_EXCEEDED', 'too many shown codes live at once: give them less time');
      const code = decimal(random.bytes(16));
      const expiresAt = new Date(at.getTime() + seconds * 1000);
      living.set(code, { identifier, expiresAt });
      return { code, expiresAt };
    },
    async resolve(code, at) {
      const found = living.get(code);
      return found !== undefined && at < found.expiresAt ? found.identifier : undefined;
    },
  };
}

function decimal(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) value = value * 256n + BigInt(byte);
  return String(value).padStart(DIGITS, '0');
}
