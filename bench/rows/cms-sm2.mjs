// @ts-check
// cms-sm2-verify-*: an attached SM2 CMS of 1 KiB (GB/T 35275), read, hashed, its value verified, its path of two
// certificates judged under a prepared trust that knows the CA, no revocation. `cold`: every file is of another signer,
// whose key was never seen: his certificate's value under the CA's key and his own value. Else one signer again and
// again: one value. Limit: that many raw verifications by node:crypto.
import { prepareTrust, verify } from 'yinxin';
import { signCms } from 'yinxin/sign';
import { defaultBuild } from '../default-build.mjs';
import { AT, CONTENT, pkiOf } from '../fixtures.mjs';
import { pkijsParse, smCryptoVerify } from '../peers.mjs';
import { rawKey } from '../raw.mjs';

const SIGNERS = 400;
/** Some thousand functions, run a few times for each file: the last are compiled after six seconds of it. */
const WARM_UP_FACTOR = 3;

/** @param {import('yinxin/testing').TestIdentity} identity */
async function signedBy(identity) {
  const { cms } = await signCms({
    signer: await identity.signer(),
    content: { bytes: CONTENT },
    detached: false,
    claimedTime: AT,
  });
  return cms;
}

/**
 * @param {number} signers
 * @param {{ verify: typeof verify, prepareTrust: typeof prepareTrust }} build
 */
async function ours(signers, build) {
  const pki = await pkiOf('SM2');
  /** @type {Uint8Array[]} */
  const files = [];
  for (let i = 0; i < signers; i++)
    files.push(await signedBy(await pki.issue({ name: `Signer ${i}`, key: `cms-${i}` })));
  const prepared = build.prepareTrust({ trust: { signers: [pki.root.certificate] }, revocation: 'none' });
  let turn = 0;
  return async () => {
    const cms = /** @type {Uint8Array} */ (files[turn++ % files.length]);
    const report = await build.verify(cms, { ...prepared, at: AT });
    if (report.conclusion.indication !== 'TOTAL_PASSED') throw new Error(report.conclusion.indication);
  };
}

/** @param {number} values */
const limit = (values) => async () => {
  const pki = await pkiOf('SM2');
  const { verify: one } = rawKey(pki.signer, CONTENT);
  return () => {
    for (let i = 0; i < values; i++) one();
  };
};

const peers = {
  'pkijs (parse alone: it has no SM2)': async () => pkijsParse(await signedBy((await pkiOf('SM2')).signer)),
  'sm-crypto-v2 (one value, no CMS)': async () => {
    const { value, spki } = rawKey((await pkiOf('SM2')).signer, CONTENT);
    return smCryptoVerify(CONTENT, value, spki);
  },
};

const node = { verify, prepareTrust };

/** @type {readonly import('../run.mjs').Row[]} */
export const rows = [
  {
    name: 'cms-sm2-verify-node',
    state: 'warm',
    warmUpFactor: WARM_UP_FACTOR,
    limitOf: 'node:crypto verify × 1, key open',
    subjects: { ours: () => ours(1, node), limit: limit(1), ...peers },
  },
  {
    name: 'cms-sm2-verify-default-cold',
    state: 'cold',
    warmUpFactor: WARM_UP_FACTOR,
    limitOf: 'node:crypto verify × 2, keys open',
    subjects: { ours: async () => ours(SIGNERS, await defaultBuild()), limit: limit(2), ...peers },
  },
  {
    name: 'cms-sm2-verify-default-often',
    state: 'warm',
    warmUpFactor: WARM_UP_FACTOR,
    limitOf: 'node:crypto verify × 1, key open',
    subjects: { ours: async () => ours(1, await defaultBuild()), limit: limit(1), ...peers },
  },
];
