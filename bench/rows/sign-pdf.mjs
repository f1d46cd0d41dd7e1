// @ts-check
// sign-pdf-*: one page, opened, updated and signed (PAdES B-B), with the key already open. Limit: one raw signature.
import { webcrypto } from 'node:crypto';
import { CryptoKeySigner, P12Signer, PDF } from '@libpdf/core';
import { plainAddPlaceholder } from '@signpdf/placeholder-plain';
import { P12Signer as SignpdfP12Signer } from '@signpdf/signer-p12';
import { SignPdf } from '@signpdf/signpdf';
import { signPdf } from 'yinxin/sign';
import { AT, onePagePdf, PASSWORD, pkcs12Of, pkiOf, signerOf } from '../fixtures.mjs';
import { rawKey } from '../raw.mjs';

/** @typedef {'RSA' | 'P-256' | 'SM2'} Algorithm */

const file = onePagePdf();

/** @param {Algorithm} algorithm */
const identityOf = async (algorithm) => (await pkiOf(algorithm)).signer;

/** @param {Algorithm} algorithm */
const ours = async (algorithm) => {
  const signer = await signerOf(await identityOf(algorithm));
  return () => signPdf({ file, signer, claimedTime: AT, reason: 'bench' });
};

/** @param {Algorithm} algorithm */
const raw = async (algorithm) => rawKey(await identityOf(algorithm), file).sign;

/** Its signer opens the key at every signature: that is how it is used. @param {Algorithm} algorithm */
const signpdf = async (algorithm) => {
  const p12 = pkcs12Of(await identityOf(algorithm));
  const pdf = Buffer.from(file);
  return () => {
    const pdfBuffer = plainAddPlaceholder({
      pdfBuffer: pdf,
      reason: 'bench',
      contactInfo: 'bench',
      name: 'bench',
      location: 'bench',
      signingTime: AT,
    });
    return new SignPdf().sign(pdfBuffer, new SignpdfP12Signer(p12, { passphrase: PASSWORD }), AT);
  };
};

const WEB_KEYS = /** @type {const} */ ({
  RSA: { type: 'RSA', scheme: 'RSASSA-PKCS1-v1_5', key: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } },
  'P-256': { type: 'EC', scheme: 'ECDSA', key: { name: 'ECDSA', namedCurve: 'P-256' } },
});

/** Its signer over a WebCrypto key takes what its PKCS#12 reader refuses. @param {Algorithm} algorithm */
const libpdfSigner = async (algorithm) => {
  const identity = await identityOf(algorithm);
  if (algorithm === 'SM2') return P12Signer.create(pkcs12Of(identity), PASSWORD);
  const { type, scheme, key } = WEB_KEYS[algorithm];
  const privateKey = await webcrypto.subtle.importKey('pkcs8', identity.pkcs8, key, false, ['sign']);
  return new CryptoKeySigner(privateKey, identity.certificate, type, scheme, identity.chain.slice(1));
};

/** @param {Algorithm} algorithm */
const libpdf = async (algorithm) => {
  const signer = await libpdfSigner(algorithm);
  return async () => {
    const pdf = await PDF.load(file);
    return pdf.sign({ signer, signingTime: AT, reason: 'bench' });
  };
};

/** @param {string} name @param {Algorithm} algorithm @returns {import('../run.mjs').Row} */
const row = (name, algorithm) => ({
  name,
  state: 'warm',
  limitOf: 'node:crypto sign, key open',
  subjects: {
    ours: () => ours(algorithm),
    limit: () => raw(algorithm),
    '@signpdf/signpdf': () => signpdf(algorithm),
    '@libpdf/core': () => libpdf(algorithm),
  },
});

/** @type {readonly import('../run.mjs').Row[]} */
export const rows = [
  row('sign-pdf-rsa-2048', 'RSA'),
  row('sign-pdf-p256', 'P-256'),
  row('sign-pdf-sm2', 'SM2'),
];
