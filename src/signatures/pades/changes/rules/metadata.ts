import {
  nameOf,
  type ObjectView,
  PdfDict,
  type PdfObject,
  PdfStream,
  PdfString,
} from '../../../../formats/pdf/index.ts';
import { isYinxinError } from '../../../../foundation/core/index.ts';
import { type Budget, changedKeys } from '../same-value.ts';
import type { Rule } from '../step.ts';
import { changedProperty, xmpProperties } from './xmp.ts';

/**
 * The metadata of the document: a stream of XMP (ISO 16684-1), in which a writer keeps dates, tools and its own
 * identifiers up to date. What it says of the document itself (title, creator, conformance …) stays; more may be said.
 */
export const judgeMetadata: Rule = (step, _role, before, after) => {
  const now = propertiesOf(step.after, after, step.budget);
  const old =
    before === undefined ? new Map<string, string>() : propertiesOf(step.before, before, step.budget);
  if (now === undefined) step.forbid('METADATA', 'the metadata was removed, or is no XMP');
  else if (old === undefined) step.forbid('METADATA', 'metadata that is no XMP was replaced');
  else {
    const changed = changedProperty(old, now);
    if (changed !== undefined) step.forbid('METADATA', `the property ${changed} of the metadata changed`);
    step.note({ level: 'ltv-update', code: 'METADATA_UPDATED', detail: 'metadata of the document changed' });
  }
};

function propertiesOf(
  view: ObjectView,
  stream: PdfObject | undefined,
  budget: Budget,
): ReadonlyMap<string, string> | undefined {
  if (!(stream instanceof PdfStream)) return undefined;
  const { dict } = stream;
  if (nameOf(dict.get('Type')) !== 'Metadata' || nameOf(dict.get('Subtype')) !== 'XML') return undefined;
  try {
    const data = view.streamData(stream, budget.metadata);
    budget.metadata -= data.length;
    return xmpProperties(data);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    // It may have cost all of it; half and half again never adds up to more than once.
    budget.metadata >>= 1;
    return undefined;
  }
}

/** Dates and tools that a writer keeps up to date (ISO 32000-1, table 317). */
const KEPT_BY_WRITERS: ReadonlySet<string> = new Set(['ModDate', 'Producer', 'Creator']);

/** The document information dictionary: plain texts. What it says of the document stays; more may be said. */
export const judgeInfo: Rule = (step, _role, before, after) => {
  if (!(after instanceof PdfDict)) {
    step.forbid('INFO', 'the document information was removed, or is no dictionary');
    return;
  }
  const old = before instanceof PdfDict ? before : undefined;
  for (const key of changedKeys(old, after)) {
    const value = step.after.resolve(after.get(key));
    const isPlainText = value === undefined || value instanceof PdfString || nameOf(value) !== undefined;
    const isKept = KEPT_BY_WRITERS.has(key) || old?.get(key) === undefined;
    if (!isPlainText || !isKept) step.forbid('INFO', `/${key} of the document information changed`);
  }
  step.note({ level: 'ltv-update', code: 'INFO_UPDATED', detail: 'document information changed' });
};
