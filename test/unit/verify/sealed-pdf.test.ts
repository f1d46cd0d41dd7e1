import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/entries/index.ts';
import { NOW, sealedPdf } from '../../support/life.ts';

const at = new Date(NOW.getTime() + 3600 * 1000);

describe('a sealed PDF', () => {
  for (const algorithm of ['SM2', 'P-256', 'RSA'] as const) {
    it(`passes with ${algorithm}, with revocation where the certificates declare it`, async () => {
      const { file, trust } = await sealedPdf(algorithm);
      const report = await verify(file, { at, trust, revocation: 'require-where-declared' });
      const [seal] = report.signatures;
      expect(seal, JSON.stringify(report, null, 1)).toMatchObject({
        kind: 'seal',
        cryptography: 'intact',
        coverage: 'whole-file',
        modification: 'none',
        trust: 'trusted',
        indication: 'TOTAL_PASSED',
        level: 'PAdES-B-B',
      });
      expect(report.conclusion).toEqual({ indication: 'TOTAL_PASSED', subIndications: [] });
      expect(seal!.seal!.placements).toEqual([{ page: 1, x: 200, y: 130, width: 42, height: 42 }]);
    });
  }

  it('is no seal when an ordinary signer under the trusted root made it', async () => {
    const { file, trust } = await sealedPdf('P-256', (pki) => pki.signer);
    const report = await verify(file, { at, trust, revocation: 'require-where-declared' });
    expect(report.conclusion).toEqual({
      indication: 'INDETERMINATE',
      subIndications: ['CHAIN_CONSTRAINTS_FAILURE'],
    });
    expect(report.signatures[0]!.checks.filter((c) => c.status === 'failed').map((c) => c.code)).toEqual([
      'SEAL_MAKER_NOT_AUTHORISED',
    ]);
  });

  it('is never passed without a listed maker, without an anchor, or with bytes behind it', async () => {
    const { file, trust } = await sealedPdf('P-256');
    const verdict = async (input: Uint8Array, given: typeof trust): Promise<string> =>
      (await verify(input, { at, trust: given, revocation: 'none' })).conclusion.indication;
    expect(await verdict(file, trust)).toBe('TOTAL_PASSED');
    expect(await verdict(file, { ...trust, sealMakers: [] })).toBe('INDETERMINATE');
    expect(await verdict(file, { ...trust, signers: [] })).toBe('INDETERMINATE');
    const longer = new Uint8Array(file.length + 1);
    longer.set(file);
    longer[file.length] = 0x0a;
    expect(await verdict(longer, trust)).toBe('INDETERMINATE');
  });
});
