import { encodePng } from '../../formats/png/index.ts';
import { type SignPdfOptions, signPdf, type VisibleSignature } from '../../sign/index.ts';
import type { Stage } from '../demo/stage.ts';

/**
 * A person’s signatures on a PDF in every form: seen (at a point, at a keyword), with locked fields, below a group of
 * fields, and on a file of object and cross-reference streams.
 */
export async function pdfForms(
  { font, at }: Stage,
  common: SignPdfOptions,
): Promise<Record<string, Uint8Array>> {
  const look: VisibleSignature = {
    text: { content: `示例市\n${at.toISOString().slice(0, 10)}`, fonts: font, size: 9 },
    picture: ring(),
    qr: 'SAMPLE',
    border: '#8899aa',
    background: '#ffffff',
  };
  const corner = { corner: 'bottom-right', x: 24, y: 16, width: 56, height: 15 } as const;
  const keyword = { keyword: '示例', occurrence: -1, side: 'right', width: 45, height: 15 } as const;
  // Loaded here: no other command needs it, and it takes a quarter of a second.
  const { PDFDocument } = await import('@cantoo/pdf-lib');
  const streams = await (await PDFDocument.load(common.file as Uint8Array)).save({ useObjectStreams: true });
  return {
    'signed-visible.pdf': await signPdf({ ...common, appearance: { ...look, place: corner } }),
    'signed-at-keyword.pdf': await signPdf({ ...common, appearance: { ...look, place: keyword } }),
    'signed-locked.pdf': await signPdf({ ...common, lock: { action: 'All' } }),
    'signed-in-group.pdf': await signPdf({ ...common, field: 'applicant.signature' }),
    'signed-streams.pdf': await signPdf({ ...common, file: streams }),
  };
}

const SIDE = 96;

/** A red ring on nothing: a picture with alpha. */
function ring(): Uint8Array {
  const data = new Uint8Array(4 * SIDE * SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const radius = Math.hypot((i % SIDE) - SIDE / 2, Math.floor(i / SIDE) - SIDE / 2);
    const isInk = radius < 0.48 * SIDE && radius > 0.4 * SIDE;
    data.set([200, 24, 32, isInk ? 255 : 0], 4 * i);
  }
  return encodePng({ kind: 'rgba', width: SIDE, height: SIDE, data });
}
