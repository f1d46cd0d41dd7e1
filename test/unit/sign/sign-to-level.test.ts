import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/entries/index.ts';
import type { TimestampAuthority } from '../../../src/foundation/core/index.ts';
import { signPdf, signPdfToLevel } from '../../../src/sign/pdf/index.ts';
import { buildPdf, MINIMAL } from '../pdf/build-pdf.ts';
import { NOW, scene } from './long-term-scene.ts';

const SOON = new Date(NOW.getTime() + 60_000);
const DOWN: TimestampAuthority = { request: () => Promise.reject(new Error('down')) };

const optionsFor = async () => {
  const { pki, options, trust } = await scene();
  const { tsa, validationData } = options;
  return {
    trust,
    crls: validationData!.crls!,
    signing: {
      file: buildPdf(MINIMAL),
      signer: await pki.signer.signer(),
      claimedTime: NOW,
      tsa: tsa!,
      longTerm: { trust, validationData: validationData! },
    },
  };
};

describe('signPdf at a level', () => {
  it.each(['B-B', 'B-T', 'B-LT', 'B-LTA'] as const)('reaches %s at once', async (level) => {
    const { signing, trust, crls } = await optionsFor();
    const file = await signPdf({ ...signing, level });
    const report = await verify(file, { at: SOON, trust, revocation: 'require', crls });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.signatures[0]!.level).toBe(`PAdES-${level}`);
  });

  it('refuses before anything is signed what cannot be reached', async () => {
    const { signing } = await optionsFor();
    const { tsa: _, ...withoutTsa } = signing;
    await expect(signPdf({ ...withoutTsa, level: 'B-LT' })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
    const { longTerm: __, ...withoutData } = signing;
    await expect(signPdf({ ...withoutData, level: 'B-LT' })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
  });

  it.each(['B-T', 'B-LTA'] as const)(
    'is TIMESTAMP_FAILED for %s when the authority is down',
    async (level) => {
      const { signing } = await optionsFor();
      await expect(signPdf({ ...signing, level, tsa: DOWN })).rejects.toMatchObject({
        code: 'TIMESTAMP_FAILED',
      });
    },
  );

  it('keeps the signature at B-B where that is asked for, says so, and signs once', async () => {
    const { signing, trust, crls } = await optionsFor();
    let asked = 0;
    const { signer } = signing;
    const counting = {
      info: signer.info.bind(signer),
      sign: (...input: Parameters<typeof signer.sign>) => {
        asked++;
        return signer.sign(...input);
      },
    };
    const marked = await signPdfToLevel({
      ...signing,
      signer: counting,
      tsa: DOWN,
      level: 'B-LTA',
      whenUnreachable: 'mark',
    });
    expect(marked).toMatchObject({ level: 'B-B', pending: { level: 'B-LTA', failure: 'TIMESTAMP_FAILED' } });
    expect(asked).toBe(1);
    const report = await verify(marked.file, { at: SOON, trust, revocation: 'require', crls });
    expect(report.signatures[0]).toMatchObject({ level: 'PAdES-B-B', indication: 'TOTAL_PASSED' });
  });

  it('keeps it at B-T where only validation data is missing', async () => {
    const { signing, trust } = await optionsFor();
    const longTerm = { trust };
    const marked = await signPdfToLevel({ ...signing, longTerm, level: 'B-LTA', whenUnreachable: 'mark' });
    expect(marked).toMatchObject({ level: 'B-T', pending: { failure: 'VALIDATION_DATA_MISSING' } });
  });

  it('asks nobody to sign where an earlier signature is broken', async () => {
    const { signing } = await optionsFor();
    const first = await signPdf({ ...signing, level: 'B-B' });
    const broken = first.map((byte, i) => (i === 20 ? byte ^ 1 : byte));
    const { info } = signing.signer;
    const signer = { info: info.bind(signing.signer), sign: () => Promise.reject(new Error('asked')) };
    await expect(signPdf({ ...signing, signer, file: broken, level: 'B-LT' })).rejects.toMatchObject({
      code: 'SIGNATURE_INVALID',
    });
  });

  it('signs under a policy and with a commitment, but not beside a reason', async () => {
    const { signing, trust, crls } = await optionsFor();
    const policy = {
      id: '2.25.303030303.9',
      document: new Uint8Array([1]),
      url: 'https://policy.example.invalid/1',
    };
    const file = await signPdf({ ...signing, level: 'B-B', policy, commitment: 'proof-of-approval' });
    const report = await verify(file, { at: SOON, trust, revocation: 'require', crls });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    await expect(
      signPdf({ ...signing, level: 'B-B', reason: '同意', commitment: 'proof-of-approval' }),
    ).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
  });
});
