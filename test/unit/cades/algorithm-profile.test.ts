import { describe, expect, it } from 'vitest';
import { isYinxinError, utf8 } from '../../../src/foundation/core/index.ts';
import { makeSeal } from '../../../src/seal/index.ts';
import { signPdf } from '../../../src/sign/index.ts';
import { signCms } from '../../../src/signatures/cades/index.ts';
import { createTestPki, type TestAlgorithm } from '../../../src/testing/index.ts';
import { buildPdf, MINIMAL } from '../../unit/pdf/build-pdf.ts';

const now = new Date('2026-07-01T00:00:00Z');

async function codes(algorithm: TestAlgorithm): Promise<string[]> {
  const pki = await createTestPki({ algorithm, now });
  const signer = await pki.signer.signer();
  const rule = { algorithmProfile: 'cn-gov', claimedTime: now } as const;
  const seal = {
    maker: await pki.sealMaker.signer(),
    id: '1',
    name: '样章',
    signerCertificates: [pki.sealSigner.certificate],
    picture: { type: 'PNG', data: utf8('x'), widthMm: 40, heightMm: 40 },
    createdAt: now,
    validFrom: now,
    validTo: new Date(now.getTime() + 1000),
  };
  const acts = [
    () => signCms({ ...rule, signer, content: { bytes: utf8('x') }, detached: true }),
    () => signPdf({ ...rule, signer, file: buildPdf(MINIMAL) }),
    () => makeSeal({ ...seal, algorithmProfile: 'cn-gov' }),
  ];
  const out: string[] = [];
  for (const act of acts) {
    try {
      await act();
      out.push('done');
    } catch (error) {
      out.push(isYinxinError(error) ? error.code : String(error));
    }
  }
  return out;
}

describe('the profile cn-gov', () => {
  it('takes SM2 and refuses RSA and P-256 by name, for signatures and seals', async () => {
    expect(await codes('SM2')).toEqual(['done', 'done', 'done']);
    const refused = Array(3).fill('PROFILE_ALGORITHM_FORBIDDEN');
    expect(await codes('RSA')).toEqual(refused);
    expect(await codes('P-256')).toEqual(refused);
  });
});
