import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PathOptions, type PathReport, validatePath } from '../../../src/foundation/pki/index.ts';
import { createTestPki, type TestAlgorithm, type TestPki } from '../../../src/testing/index.ts';
import { tool } from '../../support/tools.ts';
import { type Dice, dice } from './chains/dice.ts';
import { FAULT_KINDS } from './chains/fault-kinds.ts';
import { goodChain } from './chains/good-chains.ts';
import { type MadeChain, makeChain } from './chains/make-chain.ts';
import { type Verdict, verifyChain, verifyLinks } from './chains/openssl.ts';
import { AT } from './chains/plain-chain.ts';
import type { ChainPlan } from './chains/plan.ts';
import { reasonFor, unusedReasons } from './chains/reasons.ts';

// Chains made by the dice, ten of each kind of fault and ten good ones, judged here and by `openssl verify
// -x509_strict`. The seed is printed; YINXIN_CHAINS_SEED repeats one, YINXIN_CHAINS makes more of each kind.

const SEED = process.env['YINXIN_CHAINS_SEED'] ?? process.env['YINXIN_FUZZ_SEED'] ?? '354';
const CHAINS = Number(process.env['YINXIN_CHAINS'] ?? 10);
const ALGORITHMS: readonly TestAlgorithm[] = ['RSA', 'P-256', 'SM2'];

/** Reasons that some chain of the run needed. */
const used = new Set<string>();

describe.skipIf(tool('openssl') === undefined).each(ALGORITHMS)(
  `generated chains with %s against OpenSSL (YINXIN_CHAINS_SEED=${SEED})`,
  (algorithm) => {
    let folder: string;
    let pki: TestPki;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'yinxin-chains-'));
      pki = await createTestPki({ algorithm, now: AT });
      console.log(`chains: YINXIN_CHAINS_SEED=${SEED} YINXIN_CHAINS=${CHAINS} ${algorithm}`);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const judge = async (plan: ChainPlan, thrown: Dice): Promise<{ ours: PathReport; theirs: Verdict }> => {
      const chain = await makeChain(pki, plan, () => algorithm);
      const ours = await validatePath(optionsFor(chain, plan, thrown));
      if (algorithm !== 'SM2') return { ours, theirs: verifyChain(folder, chain, plan, false) };
      // OpenSSL hashes the SM2 identifier into the last certificate of a chain alone. So every SM2 value is verified
      // by itself, and the chain as a whole with SM2 keys where it can be: the certificate and its issuer, or nowhere
      // where CRLs are signed.
      const links = verifyLinks(folder, chain, plan.question);
      const sm2From = plan.crls === undefined ? plan.line.length - 2 : plan.line.length;
      const shadow = await makeChain(pki, plan, (place) => (place >= sm2From ? 'SM2' : 'P-256'));
      const whole = verifyChain(folder, shadow, plan, plan.crls === undefined);
      return { ours, theirs: whole.accepted ? links : whole };
    };

    it.each(FAULT_KINDS)('refuses as OpenSSL does: $name', async ({ name, make, trust, openssl }) => {
      const differences: string[] = [];
      for (let i = 0; i < CHAINS; i++) {
        const thrown = dice(`${SEED}\n${algorithm}\n${name}\n${i}`);
        const plan = make(thrown);
        const { ours, theirs } = await judge(plan, thrown);
        const words = `${plan.variant}: ${describeOurs(ours)}; OpenSSL: ${theirs.output}`;
        if (ours.status === 'valid') differences.push(`accepted here: ${words}`);
        else if (!(trust as readonly string[]).includes(ours.trust))
          differences.push(`for another reason: ${words}`);
        else if (theirs.accepted) {
          const reason = reasonFor(name, plan);
          if (reason === undefined) differences.push(`only here: ${words}`);
          else used.add(reason);
        }
        if (!theirs.accepted && !openssl.test(theirs.output)) differences.push(`spoilt otherwise: ${words}`);
      }
      expect(differences).toEqual([]);
    });

    it('accepts as OpenSSL does', async () => {
      const differences: string[] = [];
      for (let i = 0; i < CHAINS; i++) {
        const thrown = dice(`${SEED}\n${algorithm}\ngood\n${i}`);
        const plan = goodChain(thrown);
        const { ours, theirs } = await judge(plan, thrown);
        const words = `${plan.variant}: ${describeOurs(ours)}; OpenSSL: ${theirs.output}`;
        if (ours.status !== 'valid') differences.push(`refused here: ${words}`);
        if (!theirs.accepted) differences.push(`refused there: ${words}`);
      }
      expect(differences).toEqual([]);
    });
  },
);

it.skipIf(tool('openssl') === undefined || CHAINS < 10)('every written reason is still one', () => {
  expect(unusedReasons(used)).toEqual([]);
});

function optionsFor(chain: MadeChain, { crls, question }: ChainPlan, thrown: Dice): PathOptions {
  const [anchor, ...below] = chain.line.slice(chain.anchor);
  const leaf = below.pop()!;
  const above = chain.line.slice(0, chain.anchor);
  const { purpose, policies, at } = question;
  return {
    certificate: leaf.certificate,
    intermediates: thrown
      .shuffled([...above, ...below, ...chain.beside])
      .map(({ certificate }) => certificate),
    trustAnchors: [anchor!.certificate],
    at,
    crls: thrown.shuffled(chain.crls.map(({ bytes }) => bytes)),
    revocation: crls === undefined ? 'none' : 'require',
    ...(purpose.oid === undefined ? {} : { extendedKeyUsage: purpose.oid }),
    ...(policies === undefined ? {} : { policies }),
  };
}

function describeOurs({ trust, subIndication, checks, notChecked }: PathReport): string {
  const told = [
    ...checks.filter(({ status }) => status !== 'passed').map(({ code, detail }) => `${code} (${detail})`),
    ...notChecked.map(({ code }) => code),
  ];
  return `${trust} ${subIndication ?? ''} ${told.join(', ')}`;
}
