import { type SealPdfOptions, sealPdf } from '../../seal/index.ts';
import { testSealService } from '../../testing/index.ts';
import type { Stage } from '../demo/stage.ts';
import { sampleSeal, sm2Pki } from './ofd.ts';
import { PDF_KEYWORD, samplePages } from './pdf-document.ts';

/**
 * PDF under a GB/T 38540 seal in both forms: within PAdES and as SES_Signature in /Contents; V4 and V1, timestamped, by a
 * seal platform, by keyword, on many pages and riding. Keys are SM2 whatever the other samples are made with.
 */
export async function writeSealedPdfs(stage: Stage): Promise<string[]> {
  const pki = await sm2Pki(stage);
  const v4 = await sampleSeal(stage, pki, 4);
  const v1 = await sampleSeal(stage, pki, 1);
  const signer = await pki.sealSigner.signer();
  const validationData = await pki.validationData();
  const tsa = { tsa: pki.timestampAuthority(), random: stage.random };
  const base: SealPdfOptions = {
    file: samplePages(5),
    signer,
    seal: v4,
    claimedTime: stage.at,
    placements: [{ kind: 'point', page: 1, x: 140, y: 60 }],
    validationData,
  };
  const files: Record<string, Uint8Array> = {};
  for (const form of ['pades', 'ses'] as const) {
    const seal = (more: Partial<SealPdfOptions>): Promise<Uint8Array> => sealPdf({ ...base, form, ...more });
    files[`sealed-${form}.pdf`] = await seal({});
    files[`sealed-${form}-v1.pdf`] = await seal({ seal: v1 });
    files[`sealed-${form}-timestamped.pdf`] = await seal(tsa);
    files[`sealed-${form}-riding.pdf`] = await seal({ placements: [{ kind: 'riding', side: 'right' }] });
    files[`sealed-${form}-keyword.pdf`] = await seal({
      placements: [{ kind: 'keyword', text: PDF_KEYWORD }],
    });
  }
  files['sealed-ses-platform.pdf'] = await sealPdf({
    ...base,
    form: 'ses',
    sealService: testSealService({ identity: pki.sealSigner, seal: v4, at: stage.at }),
  });
  files['sealed-pades-many.pdf'] = await sealPdf({
    ...base,
    placements: [
      { kind: 'point', page: 'all', x: 20, y: 230 },
      { kind: 'riding', side: 'bottom', offset: 80, split: 0.4, skipLast: 1 },
    ],
  });
  for (const [name, bytes] of Object.entries(files)) await stage.write(name, bytes);
  return Object.keys(files);
}
