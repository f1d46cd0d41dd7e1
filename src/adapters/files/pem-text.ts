import { toBase64 } from '../../foundation/core/index.ts';

/** One DER value as a PEM block (RFC 7468): lines of 64 characters, newline at the end. */
export function pemText(label: string, der: Uint8Array): string {
  const body = toBase64(der).replace(/.{64}(?!$)/g, '$&\n');
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
}
