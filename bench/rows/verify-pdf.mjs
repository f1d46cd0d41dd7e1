// @ts-check
// verify-pdf-*: a signed page, read, hashed, its revision and its path of two certificates checked, no revocation;
// judged and reported. Cold: every file comes from a signer, a CA and a root that the process has not seen lately.
// Warm: one signer again and again. Known path: the same, under a prepared trust: certificates are known, one value is
// left. Limit: the values that must be verified. N-signatures: one file, all of it judged. 200000-objects: one signature
// over a file of many objects, and two, so that what came after the first one is compared with it.
import { createHash } from 'node:crypto';
import { prepareTrust, verify } from 'yinxin';
import { signPdf } from 'yinxin/sign';
import { AT, onePagePdf, pdfOfObjects, pkiOf, strangers } from '../fixtures.mjs';
import { pkijsVerify } from '../peers.mjs';
import { rawKey } from '../raw.mjs';

const STRANGERS = 400;
/** Some thousand functions, run a few times for each file: the last are compiled after ten seconds of it. */
const WARM_UP_FACTOR = 4;

/** @param {Uint8Array} pdf @param {Uint8Array} root */
async function judgeOne(pdf, root) {
  const report = await verify(pdf, { at: AT, trust: { signers: [root] }, revocation: 'none' });
  if (report.conclusion.indication !== 'TOTAL_PASSED') throw new Error(report.conclusion.indication);
}

/** @param {import('yinxin/testing').TestIdentity} identity */
const signedBy = async (identity) =>
  signPdf({ file: onePagePdf(), signer: await identity.signer(), claimedTime: AT });

async function sample() {
  const pki = await pkiOf('P-256');
  return { pki, pdf: await signedBy(pki.signer), root: pki.root.certificate };
}

async function oursCold() {
  /** @type {{ pdf: Uint8Array, root: Uint8Array }[]} */
  const files = [];
  for (const { root, signer } of await strangers(STRANGERS))
    files.push({ pdf: await signedBy(signer), root });
  let turn = 0;
  return () => {
    const { pdf, root } = /** @type {{ pdf: Uint8Array, root: Uint8Array }} */ (files[turn++ % files.length]);
    return judgeOne(pdf, root);
  };
}

async function oursWarm() {
  const { pdf, root } = await sample();
  return () => judgeOne(pdf, root);
}

async function oursKnownPath() {
  const { pdf, root } = await sample();
  const prepared = prepareTrust({ trust: { signers: [root] }, revocation: 'none' });
  return async () => {
    const report = await verify(pdf, { ...prepared, at: AT });
    if (report.conclusion.indication !== 'TOTAL_PASSED') throw new Error(report.conclusion.indication);
  };
}

/** @param {'verify' | 'verifyCold'} how @param {number} [values] */
const limit =
  (how, values = 3) =>
  async () => {
    const { pki, pdf } = await sample();
    const { [how]: one } = rawKey(pki.signer, pdf);
    return () => {
      for (let i = 0; i < values; i++) one();
    };
  };

/** One file with so many signatures, each over all before it, of one signer. @param {number} count */
async function manySignatures(count) {
  const pki = await pkiOf('P-256');
  const signer = await pki.signer.signer();
  let pdf = onePagePdf();
  for (let i = 0; i < count; i++) pdf = await signPdf({ file: pdf, signer, claimedTime: AT });
  return { pki, pdf, root: pki.root.certificate };
}

/** Judged whole, every signature of it: the time must grow as the signatures do. @param {number} count */
const manyRow = (count) => ({
  name: `verify-pdf-${count}-signatures`,
  state: /** @type {const} */ ('warm'),
  limitOf: `node:crypto verify × ${count}, key open`,
  subjects: {
    ours: async () => {
      const { pdf, root } = await manySignatures(count);
      return () => judgeOne(pdf, root);
    },
    limit: limit('verify', count),
  },
});

/** A signed file of 200,000 small objects; with a second signature, its first revision is walked for what changed. */
async function manyObjects() {
  const pki = await pkiOf('P-256');
  const signer = await pki.signer.signer();
  const once = await signPdf({ file: pdfOfObjects(200_000), signer, claimedTime: AT });
  return { once, root: pki.root.certificate, again: () => signPdf({ file: once, signer, claimedTime: AT }) };
}

/** @param {Uint8Array} file */
const hashing = (file) => () => createHash('sha256').update(file).digest();

/** It reads no PDF: value and covered bytes are cut out for it beforehand. */
async function pkijs() {
  const { pdf, root } = await sample();
  const text = Buffer.from(pdf).toString('latin1');
  const [, a, b, c, d] = (/\/ByteRange\s*\[\s*(\d+) (\d+) (\d+) (\d+)/.exec(text) ?? []).map(Number);
  if (a === undefined || b === undefined || c === undefined || d === undefined) {
    throw new Error('no /ByteRange found');
  }
  const hex = text.slice(b + 1, c - 1);
  const padded = Buffer.from(hex, 'hex');
  const cms = padded.subarray(0, 4 + padded.readUInt16BE(2));
  const content = Buffer.concat([pdf.subarray(a, a + b), pdf.subarray(c, c + d)]);
  return pkijsVerify(cms, root, content);
}

const none = (/** @type {string} */ why) => () => Promise.reject(new Error(why));

const peers = {
  'pkijs (CMS part alone)': pkijs,
  '@signpdf/signpdf': none('does not verify'),
  '@libpdf/core': none('does not verify'),
};

/** @type {readonly import('../run.mjs').Row[]} */
export const rows = [
  {
    name: 'verify-pdf-p256-cold',
    state: 'cold',
    warmUpFactor: WARM_UP_FACTOR,
    limitOf: 'node:crypto verify × 3, keys read',
    subjects: { ours: oursCold, limit: limit('verifyCold'), ...peers },
  },
  {
    name: 'verify-pdf-p256-warm',
    state: 'warm',
    warmUpFactor: WARM_UP_FACTOR,
    limitOf: 'node:crypto verify × 3, keys open',
    subjects: { ours: oursWarm, limit: limit('verify'), ...peers },
  },
  {
    name: 'verify-pdf-p256-known-path',
    state: 'warm',
    warmUpFactor: WARM_UP_FACTOR,
    limitOf: 'node:crypto verify × 1, key open',
    subjects: { ours: oursKnownPath, limit: limit('verify', 1) },
  },
  ...[10, 20, 40, 80].map(manyRow),
  {
    name: 'verify-pdf-200000-objects',
    state: 'warm',
    limitOf: 'SHA-256 of the file',
    subjects: {
      ours: async () => {
        const { once, root } = await manyObjects();
        return () => judgeOne(once, root);
      },
      limit: async () => hashing((await manyObjects()).once),
    },
  },
  {
    name: 'verify-pdf-200000-objects-updated',
    state: 'warm',
    limitOf: 'SHA-256 of the file',
    subjects: {
      ours: async () => {
        const { again, root } = await manyObjects();
        const twice = await again();
        return () => judgeOne(twice, root);
      },
      limit: async () => hashing(await (await manyObjects()).again()),
    },
  },
];
