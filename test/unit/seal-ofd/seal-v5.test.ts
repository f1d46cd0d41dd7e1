import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/entries/index.ts';
import { sealOfd, sealPdf, verifySeal } from '../../../src/seal/index.ts';
import { readSeal } from '../../../src/signatures/ses/index.ts';
import { NOW, sampleSeal } from '../../support/life.ts';
import { plainOfd } from '../../support/seal-ofd.ts';
import { pagesPdf } from '../../support/seal-pdf.ts';

const placements = [{ kind: 'point', page: 1, x: 20, y: 20 }] as const;

/** Its text is not known here: everything that is written or believed of it says so. */
describe('a seal of V5 (GM/T 0031-2025, as one implementation writes it)', () => {
  it('is made, told by its header, and its structure stands among what was not checked', async () => {
    const { pki, seal } = await sampleSeal('SM2', undefined, 72, 5);
    expect(readSeal(seal)).toMatchObject({ structure: 'V5', version: 5, quirks: [] });
    const trust = { signers: [pki.root.certificate], sealMakers: [pki.sealMaker.certificate] };
    const report = await verifySeal(seal, {
      at: NOW,
      trust,
      intermediates: [pki.intermediate.certificate],
      revocation: 'none',
    });
    expect(report.indication).toBe('TOTAL_PASSED');
    expect(report.notChecked.map(({ code }) => code)).toContain('SES_V5_STRUCTURE');
  });

  it('seals OFD and PDF, with a timestamp where one is wanted, and the report says so', async () => {
    const { pki, seal } = await sampleSeal('SM2', undefined, 72, 5);
    const signer = await pki.sealSigner.signer();
    const common = { seal, signer, placements, claimedTime: NOW };
    const root = [pki.root.certificate];
    const options = {
      at: new Date(NOW.getTime() + 60_000),
      trust: { signers: root, timestamps: root, sealMakers: [pki.sealMaker.certificate] },
      intermediates: [pki.intermediate.certificate],
      revocation: 'none',
    } as const;
    for (const file of [
      await sealOfd({ ...common, file: plainOfd() }),
      await sealOfd({ ...common, file: plainOfd(), tsa: pki.timestampAuthority() }),
      await sealPdf({ ...common, file: pagesPdf(1) }),
      await sealPdf({ ...common, file: pagesPdf(1), form: 'ses' }),
    ]) {
      const report = await verify(file, options);
      expect(report.conclusion.indication).toBe('TOTAL_PASSED');
      expect(report.notChecked.map(({ code }) => code)).toContain('SES_V5_STRUCTURE');
    }
  });
});
