// @ts-check
// How the peers verify a CMS, written once for the rows on CMS and on PDF.
import { webcrypto } from 'node:crypto';
import { fromBER } from 'asn1js';
import { Certificate, ContentInfo, CryptoEngine, SignedData, setEngine } from 'pkijs';
import { sm2 } from 'sm-crypto-v2';
import { AT } from './fixtures.mjs';

/** @param {Uint8Array} bytes an ArrayBuffer of its own, as pkijs reads from the start of the buffer */
const bufferOf = (bytes) => Uint8Array.from(bytes).buffer;

/** @param {ArrayBuffer} der */
function signedDataOf(der) {
  const { result, offset } = fromBER(der);
  if (offset === -1) throw new Error(`asn1js: ${result.error}`);
  return new SignedData({ schema: new ContentInfo({ schema: result }).content });
}

/** Its engine is a global of the process. */
export const usePkijs = () =>
  setEngine('node', new CryptoEngine({ name: 'node', crypto: /** @type {any} */ (webcrypto) }));

/** @param {Uint8Array} cms */
export function pkijsParse(cms) {
  const der = bufferOf(cms);
  return () => signedDataOf(der);
}

/**
 * pkijs: parse, value, chain to the root (which it leaves out by default).
 * @param {Uint8Array} cms
 * @param {Uint8Array} root
 * @param {Uint8Array} [content] of a detached signature
 */
export function pkijsVerify(cms, root, content) {
  usePkijs();
  const der = bufferOf(cms);
  const data = content === undefined ? undefined : bufferOf(content);
  const anchor = Certificate.fromBER(bufferOf(root));
  return async () => {
    const good = await signedDataOf(der).verify({
      signer: 0,
      checkChain: true,
      trustedCerts: [anchor],
      checkDate: AT,
      ...(data === undefined ? {} : { data }),
    });
    if (!good) throw new Error('pkijs calls the signature bad');
  };
}

/**
 * sm-crypto-v2 has no CMS: it verifies one value over the given bytes, Z included.
 * @param {Uint8Array} data
 * @param {Uint8Array} value DER
 * @param {Uint8Array} spki
 */
export function smCryptoVerify(data, value, spki) {
  const hex = Buffer.from(value).toString('hex');
  const key = Buffer.from(spki.subarray(spki.length - 65)).toString('hex');
  return () => {
    if (!sm2.doVerifySignature(data, hex, key, { der: true, hash: true })) {
      throw new Error('sm-crypto-v2 calls the signature bad');
    }
  };
}
