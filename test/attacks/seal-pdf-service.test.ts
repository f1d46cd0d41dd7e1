import { describe, expect, it } from 'vitest';
import { isYinxinError, YinxinError } from '../../src/foundation/core/index.ts';
import { sealPdf } from '../../src/seal/index.ts';
import { makeSeal, readSeal } from '../../src/signatures/ses/index.ts';
import { type TestSealServiceOptions, testSealService } from '../../src/testing/index.ts';
import { NOW, sampleSeal } from '../support/life.ts';
import { judged, pagesPdf } from '../support/seal-pdf.ts';

const DAY = 24 * 3600 * 1000;

async function scene() {
  const { pki, seal } = await sampleSeal('SM2', undefined, 72);
  const other = await sampleSeal('SM2', (p) => p.licenseIssuer, 72);
  return { pki, seal, other: other.seal };
}

/** Sealed by a platform, with or without a signer of the CMS around it; or the code of the refusal and its part. */
async function sealed(
  change: (s: Awaited<ReturnType<typeof scene>>) => Partial<TestSealServiceOptions>,
  form: 'ses' | 'pades',
) {
  const { pki, seal, other } = await scene();
  const set = change({ pki, seal, other });
  const sealService = testSealService({ identity: pki.sealSigner, seal, at: NOW, ...set });
  try {
    const file = await sealPdf({
      file: pagesPdf(1),
      form,
      seal: set.seal ?? seal,
      sealService,
      ...(form === 'pades' ? { signer: await pki.sealSigner.signer() } : {}),
      claimedTime: NOW,
      placements: [{ kind: 'point', page: 1, x: 10, y: 10 }],
      validationData: { certificates: [pki.intermediate.certificate] },
    });
    return (await judged(pki, file)).verdict;
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return [error.code, error.details['part']].filter(Boolean).join(' ');
  }
}

describe('a seal platform', () => {
  for (const form of ['pades', 'ses'] as const) {
    it(`that answers what it was asked for seals in form ${form}`, async () => {
      expect(await sealed(() => ({}), form)).toBe('TOTAL_PASSED');
    });

    it(`that answers anything else in form ${form} is refused by code, and nothing is written`, async () => {
      expect(await sealed(() => ({ wrong: 'dataHash' }), form)).toBe('SEAL_ANSWER_MISMATCH dataHash');
      expect(await sealed(() => ({ wrong: 'propertyInfo' }), form)).toBe('SEAL_ANSWER_MISMATCH propertyInfo');
      expect(await sealed(({ other }) => ({ wrong: 'seal', otherSeal: other }), form)).toBe(
        'SEAL_ANSWER_MISMATCH seal',
      );
      expect(await sealed(() => ({ wrong: 'value' }), form)).toBe('SIGNATURE_SELF_CHECK_FAILED');
      expect(await sealed(({ pki }) => ({ identity: pki.signer }), form)).toBe('SEAL_SIGNER_NOT_LISTED');
      expect(await sealed(({ pki }) => ({ identity: pki.expired }), form)).toBe('CERTIFICATE_EXPIRED');
      expect(await sealed(({ pki }) => ({ identity: pki.encryptionOnly }), form)).toBe(
        'CERTIFICATE_KEY_USAGE',
      );
      expect(await sealed(() => ({ at: new Date(NOW.getTime() + DAY) }), form)).toBe(
        'SEAL_ANSWER_MISMATCH time',
      );
    });
  }

  it('that seals with another certificate of the seal than signs the CMS is refused', async () => {
    const { pki, seal } = await scene();
    const { picture, name, id } = readSeal(seal);
    const two = await makeSeal({
      maker: await pki.sealMaker.signer(),
      id,
      name,
      picture,
      signerCertificates: [pki.sealSigner.certificate, pki.signer.certificate],
      createdAt: NOW,
    });
    expect(await sealed(() => ({ seal: two, identity: pki.signer }), 'pades')).toBe(
      'SEAL_ANSWER_MISMATCH signer',
    );
    expect(await sealed(() => ({ seal: two, identity: pki.signer }), 'ses')).toBe('TOTAL_PASSED');
  });

  it('that fails fails the sealing', async () => {
    const { seal } = await scene();
    const failing = { seal: async () => Promise.reject(new YinxinError('IO_FAILED', 'out of reach')) };
    await expect(
      sealPdf({
        file: pagesPdf(1),
        form: 'ses',
        seal,
        sealService: failing,
        claimedTime: NOW,
        placements: [{ kind: 'point', page: 1, x: 10, y: 10 }],
      }),
    ).rejects.toMatchObject({ code: 'IO_FAILED' });
  });
});
