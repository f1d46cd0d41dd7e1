import {
  completeSealPdf,
  type PreparedSealPdf,
  prepareSealPdf,
  type SealPdfOptions,
  signSealPdf,
} from '../../seal/index.ts';
import type { SealStep } from './seal-step.ts';

/** What a seal on a PDF face needs; place and time come from the face and the reservation. */
export type PdfSealOptions = Omit<SealPdfOptions, 'file' | 'placements' | 'claimedTime'>;

/** A {@link SealStep} that seals PDF faces at the place the template keeps for it. */
export function pdfSeal(options: PdfSealOptions): SealStep {
  return {
    async prepare(face, { box, at }) {
      const state = await prepareSealPdf({
        ...options,
        file: face,
        claimedTime: at,
        placements: [{ kind: 'point', page: box.page + 1, x: box.x, y: box.y }],
      });
      return { toSignDigest: state.pdf.digest, state };
    },
    sign(prepared, signOptions) {
      return signSealPdf(prepared.state as PreparedSealPdf, signOptions);
    },
    embed: (prepared, value) => completeSealPdf(prepared.state as PreparedSealPdf, value),
  };
}
