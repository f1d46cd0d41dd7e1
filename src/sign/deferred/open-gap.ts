import {
  decodeDate,
  openPdf,
  type PreparedSignature,
  preparedDigest,
  readSignatures,
} from '../../formats/pdf/index.ts';
import { type ByteSource, equalBytes, type Limits, YinxinError } from '../../foundation/core/index.ts';
import type { ReadState } from './state.ts';

/** How a document is opened. */
export interface OpenGapOptions {
  readonly limits?: Partial<Limits>;
  readonly password?: string;
}

/**
 * The gap of a prepared PDF, found in the document itself: the only signature without a value, over the whole file, in the
 * field and of the time and bytes that the state tells. DEFERRED_DOCUMENT_MISMATCH for anything else.
 */
export async function openGap(
  source: ByteSource,
  state: ReadState,
  options: OpenGapOptions,
): Promise<PreparedSignature> {
  const file = await openPdf(source, options);
  const { signatures, problems } = await file.read(readSignatures);
  if (problems.length > 0) throw mismatch('its form is damaged');
  const open = signatures.filter(({ contents }) => contents.every((byte) => byte === 0));
  const [signature] = open;
  if (open.length !== 1 || signature === undefined) throw mismatch('it has no gap for one signature');
  const { range, fieldName, subFilter, type } = signature;
  if (range === undefined || signature.problems.length > 0 || range.end !== source.size)
    throw mismatch('the gap does not cover the whole file');
  if (type !== 'Sig' || subFilter !== 'ETSI.CAdES.detached')
    throw mismatch('the gap is for another kind of value');
  if (fieldName !== state.field) throw mismatch('the gap is in another field');
  const time = decodeDate(signature.signingTime ?? '');
  if (time?.getTime() !== state.claimedTime.getTime()) throw mismatch('it claims another time');
  const update = await source.read(range.gapStart, source.size - range.gapStart);
  const head: ByteSource = { size: range.gapStart, read: (offset, length) => source.read(offset, length) };
  const gap: PreparedSignature = { source: head, update, range, fieldName };
  if (!equalBytes(await preparedDigest(gap, state.hash), state.digest))
    throw mismatch('its bytes are others');
  return gap;
}

export function mismatch(why: string): YinxinError {
  return new YinxinError(
    'DEFERRED_DOCUMENT_MISMATCH',
    `this is not the document that the signature was prepared for: ${why}`,
  );
}
