import type { DigestName } from '../../foundation/crypto/index.ts';

/** COSE algorithm numbers that license codes and status lists use. */
export type CoseAlgorithm = 'ES256' | 'SM2-SM3';

/**
 * ES256 is -7 (RFC 9053). SM2 with SM3 has no IANA number: -70301 is this profile's own value, out of the range for
 * private use (below -65536, RFC 9052), and is pinned here. It makes no claim on any registry.
 */
const ALGORITHM_NUMBERS: Readonly<Record<CoseAlgorithm, number>> = { ES256: -7, 'SM2-SM3': -70301 };

/** The number of an algorithm in header 1. */
export function coseAlgorithmNumber(algorithm: CoseAlgorithm): number {
  return ALGORITHM_NUMBERS[algorithm];
}

/** The algorithm of a number; `undefined` for any other. */
export function coseAlgorithmOf(number: unknown): CoseAlgorithm | undefined {
  if (number === ALGORITHM_NUMBERS.ES256) return 'ES256';
  return number === ALGORITHM_NUMBERS['SM2-SM3'] ? 'SM2-SM3' : undefined;
}

/** The digest that goes with an algorithm: SM3 with SM2, SHA-256 with ES256. */
export function digestOfCoseAlgorithm(algorithm: CoseAlgorithm): Extract<DigestName, 'sha256' | 'sm3'> {
  return algorithm === 'SM2-SM3' ? 'sm3' : 'sha256';
}
