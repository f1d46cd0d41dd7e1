import type { ExtendPdfOptions } from '../../../src/sign/pdf/index.ts';
import { signPdf } from '../../../src/sign/pdf/index.ts';
import { createTestPki, type TestAlgorithm, type TestPki } from '../../../src/testing/index.ts';
import { buildPdf, MINIMAL } from '../pdf/build-pdf.ts';

export const NOW: Date = new Date('2026-11-23T08:00:00Z');

/** A PKI, a signed page, and what is needed to extend it. */
export interface Scene {
  readonly pki: TestPki;
  readonly signed: Uint8Array;
  readonly trust: NonNullable<ExtendPdfOptions['trust']>;
  readonly options: Pick<ExtendPdfOptions, 'at' | 'tsa' | 'trust' | 'validationData'>;
}

/** A B-B signature by default. */
export async function scene(
  algorithm: TestAlgorithm = 'P-256',
  sign: Partial<Parameters<typeof signPdf>[0]> = {},
): Promise<Scene> {
  const pki = await createTestPki({ algorithm, now: NOW });
  const signed = await signPdf({
    file: buildPdf(MINIMAL),
    signer: await pki.signer.signer(),
    claimedTime: NOW,
    ...sign,
  });
  const trust = { signers: [pki.root.certificate], timestamps: [pki.root.certificate] };
  const options = {
    at: NOW,
    tsa: pki.timestampAuthority(),
    trust,
    validationData: await pki.validationData(),
  };
  return { pki, signed, trust, options };
}
