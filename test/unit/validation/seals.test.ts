import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/entries/index.ts';
import { algorithmUses } from '../../../src/foundation/crypto/index.ts';
import type { JudgeOptions, SealFacts, SignatureFacts } from '../../../src/foundation/validation/index.ts';
import { createTestPki } from '../../../src/testing/index.ts';
import { NOW as SEALED_AT, sealedPdf } from '../../support/life.ts';
import { codes, day, judgeAll, judgeOne, NOW, signature, timestamp, verdictOf, world } from './world.ts';

async function sealFacts(change: Partial<SealFacts> = {}): Promise<SealFacts> {
  const { pki } = await world();
  return {
    id: '33990000000001',
    name: '示例市数据资源管理局（样）',
    type: '01',
    makerCertificate: pki.sealMaker.certificate,
    makerSignature: 'intact',
    validFrom: day('2026-01-01'),
    validTo: day('2027-01-01'),
    imageSha256: '0'.repeat(64),
    signerListed: true,
    placements: [],
    ...change,
  };
}

async function sealed(change: Partial<SealFacts> = {}, more: Partial<SignatureFacts> = {}) {
  const { signer } = await world();
  return signature(signer, { kind: 'seal', seal: await sealFacts(change), ...more });
}

async function options(change: Partial<JudgeOptions> = {}): Promise<Partial<JudgeOptions>> {
  const { pki } = await world();
  const anchors = [pki.root.certificate];
  return {
    trust: { signers: anchors, timestamps: anchors, sealMakers: [pki.sealMaker.certificate] },
    ...change,
  };
}

describe('a seal', () => {
  it('is judged at the time that is proved: seal, maker and signer', async () => {
    const { tsa } = await world();
    const entry = await sealed();
    const stamp = await timestamp(tsa, day('2026-06-01'));
    // The seal ended in 2027, the signer in 2028, the maker in July 2028.
    const at = await options({ at: day('2029-01-01') });
    expect(verdictOf(await judgeOne([entry, stamp], at))).toBe('TOTAL_PASSED');
    expect(verdictOf(await judgeOne([entry], at))).toBe('OUT_OF_BOUNDS_NO_POE');
  });

  it('that is not in force any more fails only where it was provably used too late', async () => {
    const { tsa } = await world();
    const at = await options({ at: day('2027-06-01') });
    const plain = await judgeOne([await sealed()], at);
    expect([verdictOf(plain), plain.trust]).toEqual(['OUT_OF_BOUNDS_NO_POE', 'expired']);
    expect(codes(plain, 'failed')).toEqual(['SEAL_EXPIRED']);
    const content = await timestamp(tsa, day('2027-03-01'), {
      id: 'c',
      covers: { signatures: [], objects: [] },
    });
    const late = await sealed({}, { covers: { signatures: ['c'], objects: [] } });
    expect(await judgeOne([late, content], at)).toMatchObject({
      indication: 'TOTAL_FAILED',
      subIndication: 'EXPIRED',
    });
  });

  it('is none without an authorised maker, its right value, and the signer in its list', async () => {
    const cases: readonly (readonly [Partial<SealFacts>, string])[] = [
      [{ makerSignature: 'broken' }, 'SEAL_MAKER_SIGNATURE'],
      [{ makerSignature: 'not-checked' }, 'SEAL_MAKER_SIGNATURE'],
      [{ signerListed: false }, 'SIGNER_NOT_IN_SEAL_CERT_LIST'],
    ];
    for (const [change, code] of cases) {
      const report = await judgeOne([await sealed(change)], await options());
      expect(codes(report, 'failed')).toEqual([code]);
      expect(report.indication).not.toBe('TOTAL_PASSED');
    }
    const report = await judgeOne([await sealed()]);
    expect(codes(report, 'failed')).toEqual(['SEAL_MAKER_NOT_AUTHORISED']);
  });
});

describe('the profile cn-gov', () => {
  const at = new Date(SEALED_AT.getTime() + 3600 * 1000);

  for (const [algorithm, expected] of [
    ['SM2', 'TOTAL_PASSED'],
    ['RSA', 'INDETERMINATE'],
    ['P-256', 'INDETERMINATE'],
  ] as const) {
    it(`${expected === 'TOTAL_PASSED' ? 'admits' : 'refuses'} a seal by ${algorithm}`, async () => {
      const { file, trust } = await sealedPdf(algorithm);
      const judged = { at, trust, revocation: 'require-where-declared' } as const;
      expect((await verify(file, judged)).conclusion.indication).toBe('TOTAL_PASSED');
      const { conclusion, signatures } = await verify(file, { ...judged, profile: 'cn-gov' });
      expect(conclusion.indication).toBe(expected);
      if (expected === 'TOTAL_PASSED') return;
      expect(conclusion.subIndications).toEqual(['CRYPTO_CONSTRAINTS_FAILURE']);
      expect(codes(signatures[0]!, 'failed')).toContain('PROFILE_ALGORITHM');
    });
  }

  it('refuses a maker by another algorithm', async () => {
    const sm2 = await createTestPki({ algorithm: 'SM2', now: NOW });
    const rsa = await createTestPki({ algorithm: 'RSA', now: NOW });
    const algorithms = algorithmUses(sm2.signer.key.publicKey, undefined, 'sm3');
    const seal = await sealFacts({ makerCertificate: rsa.sealMaker.certificate });
    const entry = signature(sm2.signer, { kind: 'seal', seal, algorithm: 'SM2-SM3', algorithms });
    const trust = { signers: [sm2.root.certificate], sealMakers: [rsa.sealMaker.certificate] };
    expect(verdictOf(await judgeOne([entry], { trust }))).toBe('TOTAL_PASSED');
    const report = await judgeOne([entry], { trust, profile: 'cn-gov' });
    expect(verdictOf(report)).toBe('CRYPTO_CONSTRAINTS_FAILURE');
    expect(codes(report, 'failed')).toEqual(['PROFILE_ALGORITHM']);
  });

  it('takes no proof from a timestamp by another algorithm', async () => {
    const sm2 = await createTestPki({ algorithm: 'SM2', now: NOW });
    const { pki, tsa } = await world();
    const entry = signature(sm2.signer, {
      algorithm: 'SM2-SM3',
      algorithms: algorithmUses(sm2.signer.key.publicKey, undefined, 'sm3'),
    });
    const trust = { signers: [sm2.root.certificate], timestamps: [pki.root.certificate] };
    const entries = [entry, await timestamp(tsa, day('2026-06-01'))];
    const plain = await judgeAll(entries, { trust });
    expect(plain.signatures.map(({ bestTime }) => bestTime.source)).toEqual([
      'signature-timestamp',
      'timestamp',
    ]);
    const { signatures } = await judgeAll(entries, { trust, profile: 'cn-gov' });
    expect(signatures.map(verdictOf)).toEqual(['TOTAL_PASSED', 'CRYPTO_CONSTRAINTS_FAILURE']);
    expect(signatures[0]!.bestTime.source).toBe('validation-time');
  });

  it('is not kept by what nobody knows the algorithm of', async () => {
    const sm2 = await createTestPki({ algorithm: 'SM2', now: NOW });
    const { algorithm: _, algorithms: __, ...unknown } = signature(sm2.signer);
    const trust = { signers: [sm2.root.certificate] };
    expect(verdictOf(await judgeOne([unknown], { trust }))).toBe('TOTAL_PASSED');
    expect(verdictOf(await judgeOne([unknown], { trust, profile: 'cn-gov' }))).toBe(
      'CRYPTO_CONSTRAINTS_FAILURE',
    );
  });

  it('that nobody knows is an error of the call', async () => {
    const { signer } = await world();
    await expect(judgeOne([signature(signer)], { profile: 'cn-mil' as 'cn-gov' })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
  });
});
