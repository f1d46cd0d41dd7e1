import { readFileSync } from 'node:fs';
import { loadFontChain } from '../../src/formats/font/index.ts';
import { qrMatrix } from '../../src/formats/qr/index.ts';
import { utf8 } from '../../src/foundation/core/index.ts';
import { renderLicense, SAMPLE_TEMPLATE } from '../../src/license/index.ts';
import { drawSealImage, makeSeal, sealPdf } from '../../src/seal/index.ts';
import {
  createTestPki,
  TEST_AGENCY_NAME,
  type TestAlgorithm,
  type TestIdentity,
} from '../../src/testing/index.ts';

export const NOW = new Date('2026-07-01T02:03:04Z');
const DAY = 24 * 3600 * 1000;
export const FONTS = loadFontChain([
  { bytes: readFileSync(new URL('../../assets/fonts/yinxin-demo-serif.ttf', import.meta.url)) },
]);

/** A seal of the agency, made by `maker` (the authorised one unless given). */
export async function sampleSeal(
  algorithm: TestAlgorithm,
  maker?: (pki: Awaited<ReturnType<typeof createTestPki>>) => TestIdentity,
  dpi = 100,
  version: 4 | 1 | 5 = 4,
) {
  const pki = await createTestPki({ algorithm, now: NOW });
  const image = drawSealImage({
    kind: 'round',
    name: '示例市数据资源管理局',
    lowerText: '样章',
    font: FONTS,
    dpi,
  });
  const seal = await makeSeal({
    maker: await (maker?.(pki) ?? pki.sealMaker).signer(),
    version,
    id: '33990000000001',
    name: TEST_AGENCY_NAME,
    signerCertificates: [pki.sealSigner.certificate],
    picture: { type: 'PNG', data: image.png, widthMm: 42, heightMm: 42 },
    createdAt: NOW,
    validFrom: NOW,
    validTo: new Date(NOW.getTime() + 300 * DAY),
  });
  return { pki, seal };
}

/** A small PDF with text on it. */
export async function samplePdf(): Promise<Uint8Array> {
  const values = Object.fromEntries(
    SAMPLE_TEMPLATE.fields.map(({ key, format }) => [key, format === 'date' ? '20260701' : '示例']),
  );
  const { file: pdf } = renderLicense({
    format: 'pdf',
    template: SAMPLE_TEMPLATE,
    fields: values,
    qr: qrMatrix('LC1:SAMPLE'),
    metadataXml: utf8('<XMI/>'),
    fonts: FONTS,
    at: NOW,
  });
  return pdf;
}

/** The sample PDF under the sample seal. */
export async function sealedPdf(algorithm: TestAlgorithm, maker?: Parameters<typeof sampleSeal>[1]) {
  const { pki, seal } = await sampleSeal(algorithm, maker);
  const validationData = await pki.validationData();
  const file = await sealPdf({
    file: await samplePdf(),
    seal,
    signer: await pki.sealSigner.signer(),
    claimedTime: NOW,
    placements: [{ kind: 'point', page: 1, x: 200, y: 130 }],
    validationData,
  });
  const trust = { signers: [pki.root.certificate], sealMakers: [pki.sealMaker.certificate] };
  return { pki, file, trust };
}
