import { nameOf, PdfDict, PdfStream, PdfString } from '../../../../formats/pdf/index.ts';
import { parseXml } from '../../../../formats/xml/index.ts';
import { isYinxinError } from '../../../../foundation/core/index.ts';
import { changedKeys } from '../same-value.ts';
import type { Rule, Step } from '../step.ts';

/** The metadata of the document: a stream of XMP (ISO 16684-1), which a writer keeps up to date. */
export const judgeMetadata: Rule = (step, _role, _before, after) => {
  if (!(after instanceof PdfStream) || !isXmp(step, after)) {
    step.forbid('METADATA', 'the metadata was removed, or is no XMP');
    return;
  }
  step.note({ level: 'ltv-update', code: 'METADATA_UPDATED', detail: 'metadata of the document changed' });
};

const XMP_ROOTS: ReadonlySet<string> = new Set([
  'adobe:ns:meta/',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
]);

/** Well-formed XML without DOCTYPE, with the root of XMP: anything else is something hidden there. */
function isXmp(step: Step, stream: PdfStream): boolean {
  const { dict } = stream;
  if (nameOf(dict.get('Type')) !== 'Metadata' || nameOf(dict.get('Subtype')) !== 'XML') return false;
  try {
    const root = parseXml(step.after.streamData(stream));
    return XMP_ROOTS.has(root.namespace) && (root.localName === 'xmpmeta' || root.localName === 'RDF');
  } catch (error) {
    if (isYinxinError(error)) return false;
    throw error;
  }
}

/** The document information dictionary: plain texts and dates. */
export const judgeInfo: Rule = (step, _role, before, after) => {
  if (!(after instanceof PdfDict)) {
    step.forbid('INFO', 'the document information was removed, or is no dictionary');
    return;
  }
  const old = before instanceof PdfDict ? before : undefined;
  for (const key of changedKeys(old, after)) {
    const value = step.after.resolve(after.get(key));
    if (value !== undefined && !(value instanceof PdfString) && nameOf(value) === undefined) {
      step.forbid('INFO', `/${key} of the document information is no text`);
    }
  }
  step.note({ level: 'ltv-update', code: 'INFO_UPDATED', detail: 'document information changed' });
};
