import { platform } from '#platform';

/** CRC-32 of `bytes` (ISO 3309), continuing from `crc` (the result over earlier bytes). */
export function crc32(bytes: Uint8Array, crc = 0): number {
  return platform.crc32(bytes, crc);
}
