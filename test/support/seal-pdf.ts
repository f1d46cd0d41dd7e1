import { verify } from '../../src/entries/index.ts';
import { isYinxinError, sourceFromBytes } from '../../src/foundation/core/index.ts';
import { type SealPdfOptions, sealPdf } from '../../src/seal/index.ts';
import { inspectPdf } from '../../src/signatures/pades/index.ts';
import type { TestPki } from '../../src/testing/index.ts';
import { buildPdf } from '../unit/pdf/build-pdf.ts';
import { NOW, sampleSeal } from './life.ts';

/** A PDF of plain pages; `page` gives further entries of page n (from 1). */
export function pagesPdf(count: number, page: (n: number) => string = () => ''): Uint8Array {
  const kids = Array.from({ length: count }, (_, i) => `${3 + i} 0 R`).join(' ');
  const bodies: Record<number, string> = {
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`,
  };
  for (let n = 1; n <= count; n++) {
    bodies[n + 2] = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ${page(n)} >>`;
  }
  return buildPdf(bodies);
}

/** Options that seal pages with the sample seal. */
export async function sealing(
  change: Partial<SealPdfOptions> = {},
): Promise<{ pki: TestPki; options: SealPdfOptions }> {
  const { pki, seal } = await sampleSeal('SM2', undefined, 72);
  return {
    pki,
    options: {
      file: pagesPdf(1),
      seal,
      signer: await pki.sealSigner.signer(),
      claimedTime: NOW,
      placements: [{ kind: 'point', page: 1, x: 100, y: 150 }],
      ...change,
    },
  };
}

export async function sealedPages(change: Partial<SealPdfOptions> = {}) {
  const { pki, options } = await sealing(change);
  return { pki, options, file: await sealPdf(options) };
}

/** The verdict on a file, and the checks that failed or warn, of all entries. */
export async function judged(pki: TestPki, file: Uint8Array) {
  const report = await verify(file, {
    at: NOW,
    trust: { signers: [pki.root.certificate], sealMakers: [pki.sealMaker.certificate] },
    revocation: 'none',
  });
  const bad = report.signatures.flatMap(({ checks }) =>
    checks.filter(({ status }) => status === 'failed' || status === 'warning').map(({ code }) => code),
  );
  const { indication, subIndications } = report.conclusion;
  return { report, verdict: [indication, ...subIndications].join(' '), bad };
}

export async function factsOf(file: Uint8Array) {
  return (await inspectPdf(sourceFromBytes(file))).signatures;
}

export async function codeOf(action: Promise<unknown>): Promise<string> {
  try {
    await action;
  } catch (error) {
    return isYinxinError(error) ? error.code : `foreign: ${String(error)}`;
  }
  return 'none';
}
