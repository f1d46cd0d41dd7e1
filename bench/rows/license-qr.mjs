// @ts-check
// license-qr-*: the code of a license. sign: from the payload to the text to draw, ES256, the key open. verify: from the
// scanned text to the verdict, the issuer's key known. Both have raw P-256 as limit. matrix: the modules of a QR code of
// version 11 at level M, drawn by `qrcode` alone as limit; the text is another each time.
import { create } from 'qrcode/lib/core/qrcode.js';
import { buildFieldTree, drawCode, encodeLicenseQr, issuerEntry, verifyLicenseQr } from 'yinxin/license';
import { AT, pkiOf, signerOf } from '../fixtures.mjs';
import { rawKey } from '../raw.mjs';

const HOST = 'zz.example.invalid';
const IDENTIFIER = '1.2.156.3005.2.11100000000013338W032.11339900MACEHX0128.0A1B2C3D4E5F6G7H8I9J.001';
/** As many codes as a verifier meets one after the other. */
const CODES = 64;

/** MOD 37,36 (GB/T 17710) over the segments. @param {string} text */
function withCheck(text) {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  let p = 36;
  for (const character of text.split('.').slice(5).join('')) {
    p = (((p + alphabet.indexOf(character)) % 36 || 36) * 2) % 37;
  }
  return `${text}.${alphabet[(37 - p) % 36]}`;
}

/** @param {number} index */
function payloadOf(index) {
  const fields = Array.from({ length: 12 }, (_, i) => ({
    key: `KZ_F${i}`,
    value: `示例经营许可${index}${i}`,
  }));
  const tree = buildFieldTree('sha256', new Uint8Array(32).fill(7), fields);
  return {
    issuedAt: AT,
    identifier: withCheck(IDENTIFIER),
    issueDate: '2026-07-01',
    validFrom: '2026-07-01',
    validTo: '2026-12-31',
    status: { list: 0, index },
    anchor: { hash: /** @type {const} */ ('sha256'), leafCount: tree.leafCount, root: tree.root },
    clear: { ZZBH: `示许〔2026〕第${String(index).padStart(6, '0')}号`, CZZT: '示例市样章餐饮有限公司' },
  };
}

async function codes() {
  const pki = await pkiOf('P-256');
  const signer = await signerOf(pki.licenseIssuer);
  const carrier = /** @type {const} */ ({ kind: 'url', host: HOST });
  const payloads = Array.from({ length: CODES }, (_, i) => payloadOf(i));
  return { pki, signer, carrier, payloads };
}

async function sign() {
  const { signer, carrier, payloads } = await codes();
  let turn = 0;
  return () => encodeLicenseQr({ payload: /** @type {any} */ (payloads[turn++ % CODES]), signer, carrier });
}

async function verify() {
  const { pki, signer, carrier, payloads } = await codes();
  const texts = await Promise.all(
    payloads.map(async (payload) => (await encodeLicenseQr({ payload, signer, carrier })).text),
  );
  const issuers = [issuerEntry(pki.licenseIssuer.certificate, { hosts: [HOST] })];
  let turn = 0;
  return async () => {
    const verdict = await verifyLicenseQr(/** @type {string} */ (texts[turn++ % CODES]), { at: AT, issuers });
    if (verdict.trust !== 'trusted' || verdict.cryptography !== 'intact')
      throw new Error('a good code was refused');
  };
}

async function matrix() {
  const { signer, carrier, payloads } = await codes();
  const drawn = await Promise.all(payloads.map((payload) => encodeLicenseQr({ payload, signer, carrier })));
  let turn = 0;
  return () => drawCode(/** @type {any} */ (drawn[turn++ % CODES])).modules;
}

async function matrixLimit() {
  const { signer, carrier, payloads } = await codes();
  const drawn = await Promise.all(payloads.map((payload) => encodeLicenseQr({ payload, signer, carrier })));
  let turn = 0;
  return () => create(/** @type {any} */ (drawn[turn++ % CODES]?.segments), { errorCorrectionLevel: 'M' });
}

async function raw() {
  const pki = await pkiOf('P-256');
  return rawKey(pki.licenseIssuer, new Uint8Array(240).fill(1));
}

/** @type {readonly import('../run.mjs').Row[]} */
export const rows = [
  {
    name: 'license-qr-sign-p256',
    state: 'warm',
    limitOf: 'node:crypto sign, key open',
    subjects: { ours: sign, limit: async () => (await raw()).sign },
  },
  {
    name: 'license-qr-verify-p256',
    state: 'warm',
    limitOf: 'node:crypto verify, key open',
    subjects: { ours: verify, limit: async () => (await raw()).verify },
  },
  {
    name: 'license-qr-matrix',
    state: 'warm',
    limitOf: 'qrcode, the symbol alone',
    subjects: { ours: matrix, limit: matrixLimit },
  },
];
