// @ts-check
// path-3-certs-crl-*: leaf, CA and root of P-256, a CRL of each issuer, revocation required. Cold: every path is of a
// family of its own, keys and CRLs never seen. Warm: one CA that a prepared trust knows with its CRLs, the leaf is new
// each time. Limit: the values that must be verified (cold: two certificates and two CRLs under two keys; warm: one).
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { cryptoProvider, X509Certificate, X509ChainBuilder } from '@peculiar/x509';
import { fromBER } from 'asn1js';
import { Certificate, CertificateChainValidationEngine, CertificateRevocationList } from 'pkijs';
import { prepareTrust } from 'yinxin';
import { validatePath } from 'yinxin/pki';
import { AT, pkiOf } from '../fixtures.mjs';
import { usePkijs } from '../peers.mjs';
import { rawKey } from '../raw.mjs';

const FAMILIES = 300;
const LEAVES = 3000;

/**
 * @typedef {object} Family
 * @property {Uint8Array} leaf
 * @property {Uint8Array} ca
 * @property {Uint8Array} root
 * @property {Uint8Array[]} crls
 */

/** @param {number} count @returns {Promise<Family[]>} */
async function families(count) {
  const pki = await pkiOf('P-256');
  const out = [];
  for (let i = 0; i < count; i++) {
    const root = await pki.issue({ name: `Root ${i}`, key: `root-${i}`, ca: true, issuer: 'self' });
    const ca = await pki.issue({ name: `CA ${i}`, key: `ca-${i}`, ca: true, issuer: root });
    const leaf = await pki.issue({ name: `Signer ${i}`, key: `signer-${i}`, issuer: ca });
    out.push({
      leaf: leaf.certificate,
      ca: ca.certificate,
      root: root.certificate,
      crls: [await pki.crl({ issuer: root }), await pki.crl({ issuer: ca })],
    });
  }
  return out;
}

/** @param {Family} family @param {Partial<import('yinxin/pki').PathOptions>} [more] */
async function judge({ leaf, ca, root, crls }, more = {}) {
  const report = await validatePath({
    certificate: leaf,
    intermediates: [ca],
    trustAnchors: [root],
    crls,
    at: AT,
    revocation: 'require',
    ...more,
  });
  if (report.status !== 'valid') throw new Error(report.subIndication ?? report.status);
}

/** @template T @param {readonly T[]} items @returns {() => T} */
const inTurn = (items) => {
  let turn = 0;
  return () => /** @type {T} */ (items[turn++ % items.length]);
};

async function oursCold() {
  const next = inTurn(await families(FAMILIES));
  return () => judge(next());
}

async function oursWarm() {
  const pki = await pkiOf('P-256');
  const [root, ca] = [pki.root.certificate, pki.intermediate.certificate];
  const crls = [await pki.crl({ issuer: pki.root }), await pki.crl()];
  const leaves = [];
  // Keys take long to make: a few hundred serve all leaves.
  for (let i = 0; i < LEAVES; i++)
    leaves.push(await pki.issue({ name: `Leaf ${i}`, key: `leaf-${i % 300}` }));
  const { memo } = prepareTrust({
    trust: { signers: [root] },
    intermediates: [ca],
    crls,
    revocation: 'require',
  });
  const next = inTurn(leaves);
  return () => judge({ leaf: next().certificate, ca, root, crls }, { memo });
}

/** @param {number} open @param {number} read values under keys that are open, and under keys that must be read first */
const limit = (open, read) => async () => {
  const pki = await pkiOf('P-256');
  const { verify, verifyCold } = rawKey(pki.signer, new Uint8Array(700));
  return () => {
    for (let i = 0; i < open; i++) verify();
    for (let i = 0; i < read; i++) verifyCold();
  };
};

/** Its engine builds, checks signatures, dates and CRLs; parsed anew as it comes out of files. */
async function pkijs() {
  usePkijs();
  const next = inTurn(await families(FAMILIES));
  return async () => {
    const { leaf, ca, root, crls } = next();
    const engine = new CertificateChainValidationEngine({
      trustedCerts: [Certificate.fromBER(root)],
      certs: [Certificate.fromBER(ca), Certificate.fromBER(leaf)],
      crls: crls.map((crl) => new CertificateRevocationList({ schema: fromBER(crl).result })),
      checkDate: AT,
    });
    const { result, resultMessage } = await engine.verify();
    if (!result) throw new Error(resultMessage);
  };
}

/** Its builder looks at names, key identifiers and signatures; no dates, no CRLs. */
async function peculiar() {
  cryptoProvider.set(/** @type {any} */ (webcrypto));
  const next = inTurn(await families(FAMILIES));
  return async () => {
    const { leaf, ca, root } = next();
    const certificates = [ca, root].map((der) => new X509Certificate(Buffer.from(der)));
    const chain = await new X509ChainBuilder({ certificates }).build(new X509Certificate(Buffer.from(leaf)));
    if (chain.length !== 3) throw new Error(`a chain of ${chain.length}`);
  };
}

/** @type {readonly import('../run.mjs').Row[]} */
export const rows = [
  {
    name: 'path-3-certs-crl-cold',
    state: 'cold',
    limitOf: 'node:crypto verify × 4, two keys read',
    subjects: {
      ours: oursCold,
      limit: limit(2, 2),
      pkijs,
      '@peculiar/x509 (no dates, no CRLs)': peculiar,
    },
  },
  {
    name: 'path-3-certs-crl-warm',
    state: 'warm',
    limitOf: 'node:crypto verify × 1, key open',
    subjects: { ours: oursWarm, limit: limit(1, 0) },
  },
];
