import { createDecipheriv, pbkdf2 as nodePbkdf2 } from 'node:crypto';
import { isYinxinError, YinxinError } from '../../foundation/core/index.ts';
import { type DigestName, sm4 } from '../../foundation/crypto/index.ts';

// All that this room needs of Node. A build for browsers replaces this one file.

/** Block ciphers of key files, in CBC mode; RC2 stands apart, since OpenSSL 3 has left it out. */
export type CbcCipher = 'aes-128-cbc' | 'aes-192-cbc' | 'aes-256-cbc' | 'des-ede3-cbc' | 'sm4-cbc';

/** PBKDF2 (RFC 8018, 5.2), off the event loop. */
export function pbkdf2(
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
  hash: DigestName,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    nodePbkdf2(password, salt, iterations, length, hash, (error, key) => {
      if (error === null) resolve(new Uint8Array(key));
      else
        reject(
          new YinxinError('ALGORITHM_UNSUPPORTED', 'this engine cannot derive the key', { cause: error }),
        );
    });
  });
}

/** Decrypts and takes the padding off; undefined where the padding is wrong (a wrong password, or damage). */
export function decryptCbc(
  cipher: CbcCipher,
  key: Uint8Array,
  iv: Uint8Array,
  data: Uint8Array,
): Uint8Array | undefined {
  if (cipher === 'sm4-cbc') return decryptSm4(key, iv, data);
  try {
    const decipher = createDecipheriv(cipher, key, iv);
    return new Uint8Array(Buffer.concat([decipher.update(data), decipher.final()]));
  } catch (error) {
    if (isBadDecrypt(error)) return undefined;
    throw new YinxinError('ALGORITHM_UNSUPPORTED', 'this engine cannot decrypt the key file', {
      cause: error,
      details: { cipher },
    });
  }
}

function decryptSm4(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array | undefined {
  try {
    return sm4.decrypt(data, { mode: 'cbc', key, iv });
  } catch (error) {
    if (isYinxinError(error, 'ENCODING_INVALID')) return undefined;
    throw error;
  }
}

const BAD_DECRYPT: ReadonlySet<unknown> = new Set([
  'ERR_OSSL_BAD_DECRYPT',
  'ERR_OSSL_EVP_BAD_DECRYPT',
  'ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH',
  'ERR_OSSL_EVP_WRONG_FINAL_BLOCK_LENGTH',
]);

function isBadDecrypt(error: unknown): boolean {
  return error instanceof Error && 'code' in error && BAD_DECRYPT.has(error.code);
}
