// @ts-check
// verify-cms-*: an attached CMS of 1 KiB (CAdES B-B), read, hashed, its path of two certificates built and checked,
// no revocation; judged and reported; one signer again and again. Limit: the three values that must be verified.
import { verify } from 'yinxin';
import { signCms } from 'yinxin/sign';
import { defaultBuild } from '../default-build.mjs';
import { AT, CONTENT, pkiOf } from '../fixtures.mjs';
import { pkijsParse, pkijsVerify, smCryptoVerify } from '../peers.mjs';
import { rawKey } from '../raw.mjs';

/** @typedef {'RSA' | 'P-256' | 'SM2'} Algorithm */

/** @param {Algorithm} algorithm */
async function sample(algorithm) {
  const pki = await pkiOf(algorithm);
  const { cms } = await signCms({
    signer: await pki.signer.signer(),
    content: { bytes: CONTENT },
    detached: false,
    claimedTime: AT,
  });
  return { pki, cms, root: pki.root.certificate };
}

/**
 * @param {Algorithm} algorithm
 * @param {typeof verify} verifyFile of either build
 */
async function ours(algorithm, verifyFile) {
  const { cms, root } = await sample(algorithm);
  return async () => {
    const report = await verifyFile(cms, { at: AT, trust: { signers: [root] }, revocation: 'none' });
    if (report.conclusion.indication !== 'TOTAL_PASSED') throw new Error(report.conclusion.indication);
  };
}

/** @param {Algorithm} algorithm */
async function limit(algorithm) {
  const { pki } = await sample(algorithm);
  const { verify: one } = rawKey(pki.signer, CONTENT);
  return () => {
    one();
    one();
    one();
  };
}

/** @param {Algorithm} algorithm */
async function pkijs(algorithm) {
  const { cms, root } = await sample(algorithm);
  return pkijsVerify(cms, root);
}

/** What is left for SM2, which its engine does not know. */
async function pkijsParsed() {
  const { cms } = await sample('SM2');
  return pkijsParse(cms);
}

/** The three values alone. */
async function smCrypto() {
  const { pki } = await sample('SM2');
  const { value, spki } = rawKey(pki.signer, CONTENT);
  const one = smCryptoVerify(CONTENT, value, spki);
  return () => {
    one();
    one();
    one();
  };
}

const limitOf = 'node:crypto verify × 3, keys open';

const sm2Peers = {
  pkijs: () => pkijs('SM2'),
  'pkijs (parse alone)': pkijsParsed,
  'sm-crypto-v2 (3 values, no CMS)': smCrypto,
};

/** @type {readonly import('../run.mjs').Row[]} */
export const rows = [
  {
    name: 'verify-cms-rsa-2048',
    state: 'warm',
    limitOf,
    subjects: { ours: () => ours('RSA', verify), limit: () => limit('RSA'), pkijs: () => pkijs('RSA') },
  },
  {
    name: 'verify-cms-p256',
    state: 'warm',
    limitOf,
    subjects: { ours: () => ours('P-256', verify), limit: () => limit('P-256'), pkijs: () => pkijs('P-256') },
  },
  {
    name: 'verify-cms-sm2-node',
    state: 'warm',
    limitOf,
    subjects: {
      ours: () => ours('SM2', verify),
      limit: () => limit('SM2'),
      ...sm2Peers,
    },
  },
  {
    name: 'verify-cms-sm2-default',
    state: 'warm',
    limitOf,
    subjects: {
      ours: async () => ours('SM2', (await defaultBuild()).verify),
      limit: () => limit('SM2'),
      ...sm2Peers,
    },
  },
];
