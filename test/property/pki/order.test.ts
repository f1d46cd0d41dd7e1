import { beforeAll, describe, expect, it } from 'vitest';
import { type PathOptions, type PathReport, validatePath } from '../../../src/foundation/pki/index.ts';
import { createTestPki, type TestPki } from '../../../src/testing/index.ts';
import { type Dice, dice } from '../../interop/pki/chains/dice.ts';
import { FAULT_KINDS } from '../../interop/pki/chains/fault-kinds.ts';
import { goodChain } from '../../interop/pki/chains/good-chains.ts';
import { makeChain } from '../../interop/pki/chains/make-chain.ts';
import { AT } from '../../interop/pki/chains/plain-chain.ts';
import { runs } from '../../support/property.ts';

// What is supplied is a set: order, repetition and strangers decide nothing. Chains and faults are those that OpenSSL
// judges in test/interop/pki.

const SEED = process.env['YINXIN_FUZZ_SEED'] ?? '354';

describe('the verdict on a path', () => {
  let pki: TestPki;
  let strangers: Pick<Required<PathOptions>, 'intermediates' | 'crls' | 'ocspResponses'>;

  beforeAll(async () => {
    pki = await createTestPki({ algorithm: 'P-256', now: AT });
    const other = await createTestPki({ algorithm: 'P-256', now: AT, seed: 'strangers' });
    strangers = {
      intermediates: [other.root, other.intermediate, other.signer].map(({ certificate }) => certificate),
      crls: [await other.crl(), await other.crl({ issuer: other.root })],
      ocspResponses: [await other.ocsp({ certificate: other.signer }), other.ocspError('tryLater')],
    };
  });

  it('is the same in any order, with repetitions, with strangers and with rubbish', async () => {
    const { numRuns } = runs(80);
    for (let i = 0; i < numRuns; i++) {
      const thrown = dice(`${SEED}\norder\n${i}`);
      const make = thrown.chance(30) ? goodChain : thrown.pick(FAULT_KINDS).make;
      const plan = make(thrown);
      const chain = await makeChain(pki, plan, () => 'P-256');
      const [anchor, ...below] = chain.line.slice(chain.anchor);
      const leaf = below.pop()!;
      const { at, purpose, policies } = plan.question;
      const options: PathOptions = {
        certificate: leaf.certificate,
        intermediates: [...below, ...chain.beside].map(({ certificate }) => certificate),
        trustAnchors: [anchor!.certificate],
        at,
        crls: chain.crls.map(({ bytes }) => bytes),
        revocation: plan.crls === undefined ? 'none' : 'require',
        ...(purpose.oid === undefined ? {} : { extendedKeyUsage: purpose.oid }),
        ...(policies === undefined ? {} : { policies }),
      };
      const verdict = essence(await validatePath(options));
      for (let turn = 0; turn < 3; turn++) {
        const turned = {
          ...options,
          trustAnchors: [...options.trustAnchors, ...options.trustAnchors],
          intermediates: crowd(options.intermediates!, strangers.intermediates, thrown),
          crls: crowd(options.crls!, strangers.crls, thrown),
          ocspResponses: crowd([], strangers.ocspResponses, thrown),
        };
        expect(essence(await validatePath(turned)), plan.variant).toEqual(verdict);
      }
    }
  });
});

function crowd(list: readonly Uint8Array[], strangers: readonly Uint8Array[], thrown: Dice): Uint8Array[] {
  const rubbish = [thrown.bytes(9), new Uint8Array(0)];
  return thrown.shuffled([...list, ...list.slice(0, 2), ...strangers, ...rubbish]);
}

function essence({ status, trust, subIndication, path }: PathReport): unknown {
  return { status, trust, subIndication, path: path.map(({ subject }) => subject.text) };
}
