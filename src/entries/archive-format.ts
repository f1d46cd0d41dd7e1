import type { CheckFormat, FormatSuitability } from '../archive/index.ts';
import { openPdf, readFields } from '../formats/pdf/index.ts';
import { checkPdfA, type PdfAReport } from '../formats/pdf-a/index.ts';
import { type ByteSource, isYinxinError } from '../foundation/core/index.ts';

/** Asked for by `checkPdfA` above level B: no fault of a file that claims B. */
const LEVEL_U = 'PDFA_TO_UNICODE';

/**
 * Whether a PDF can be kept for long: the `checkFormat` of `checkArchive`, `packageArchive` and `streamArchive` where none
 * is given. Archives take PDF, and PDF/A is recommended: what claims PDF/A-3 must be it, and broken rules are faults; of a
 * file that claims nothing, and of a signed one, which nobody can mend without breaking its signature, they are findings
 * (`deriveArchivalCopy` makes the copy that is kept beside it). Rules of other parts of ISO 19005 and of OFD are not
 * checked, and told so; for other types the answer is undefined. IO_FAILED.
 */
export const checkArchiveFormat: CheckFormat = async (source, mediaType) => {
  if (mediaType === 'application/ofd') {
    return { profile: 'OFD', faults: [], notChecked: 'the rules of GB/T 42133 for OFD are not checked' };
  }
  if (mediaType !== 'application/pdf') return undefined;
  try {
    return await suitabilityOf(source);
  } catch (error) {
    if (!isYinxinError(error) || error.code === 'IO_FAILED') throw error;
    return { profile: 'PDF', faults: [], notChecked: `it could not be examined: ${error.message}` };
  }
};

async function suitabilityOf(source: ByteSource): Promise<FormatSuitability> {
  const report = await checkPdfA(source);
  const { part, conformance = '' } = report;
  if (part === undefined)
    return { profile: 'PDF', faults: [], findings: ['it is no PDF/A, which is recommended'] };
  const profile = `PDF/A-${part}${conformance.toLowerCase()}`;
  if (part !== '3') {
    return { profile, faults: [], notChecked: `the rules of ISO 19005-${part} are not checked` };
  }
  const broken = brokenRules(report);
  if (broken.length > 0 && (await isSigned(source))) return { profile, faults: [], findings: broken };
  return { profile, faults: broken };
}

function brokenRules({ findings, conformance }: PdfAReport): string[] {
  return findings
    .filter(({ code }) => code !== LEVEL_U || conformance !== 'B')
    .map(({ code, clause, detail }) => `${code}: ${detail} (${clause})`);
}

async function isSigned(source: ByteSource): Promise<boolean> {
  const file = await openPdf(source);
  return file.read((document) =>
    readFields(document).fields.some(({ type, value }) => type === 'Sig' && value !== undefined),
  );
}
