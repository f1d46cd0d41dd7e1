import { YinxinError } from '../../core/index.ts';

/** The most that getRandomValues gives at once (Web Cryptography API, 10.1.1). */
const QUOTA = 65_536;

/** Bytes of the generator of WebCrypto. */
export function randomBytes(length: number): Uint8Array {
  if (globalThis.crypto === undefined) {
    throw new YinxinError(
      'PLATFORM_UNSUPPORTED',
      'this engine has no WebCrypto: random bytes are not available',
    );
  }
  const out = new Uint8Array(length);
  for (let i = 0; i < length; i += QUOTA) globalThis.crypto.getRandomValues(out.subarray(i, i + QUOTA));
  return out;
}
