import {
  type ByteSink,
  type ByteSource,
  isYinxinError,
  readAll,
  toSource,
  YinxinError,
  type YinxinErrorCode,
} from '../../foundation/core/index.ts';
import { inspectPdf } from '../../signatures/pades/index.ts';
import { stampCms } from '../cms/index.ts';
import { assertSound, type SignatureLevel } from '../long-term/index.ts';
import { appendedSource } from './appended-source.ts';
import { copySource } from './copy-source.ts';
import { extendSource, type PdfExtension } from './extend-pdf.ts';
import type { SignPdfOptions } from './options.ts';
import { completePdf, preparePdf, signPreparedPdf } from './prepare-pdf.ts';

/**
 * Signs a PDF as PAdES (ETSI EN 319 142-1) and answers the whole new file: B-B, B-T with `tsa`, or the `level` asked for.
 * The original bytes stay as they are; the signature comes as one incremental update, validation data and document
 * timestamps behind it.
 *
 * PDF_ENCRYPTED, PDF_INVALID (damaged), PDF_UNSUPPORTED, PDF_CHANGES_FORBIDDEN (an earlier signature forbids it),
 * ARGUMENT_INVALID (field, page, place, level without `tsa`), IMAGE_INVALID, TIMESTAMP_FAILED, and the codes of the
 * signer; for B-LT and B-LTA those of `extendPdf`. A level that is not reached is an error, never a silent lower one.
 * Not checked: whether anybody will trust the certificate; and, up to B-T, whether earlier signatures are good.
 */
export async function signPdf(options: SignPdfOptions): Promise<Uint8Array> {
  return readAll((await signSource({ ...options, whenUnreachable: 'refuse' })).source);
}

/** As {@link signPdf}, written to a sink: the original is streamed and never held whole. On failure the sink is aborted. */
export async function signPdfTo(sink: ByteSink, options: SignPdfOptions): Promise<void> {
  try {
    await copySource((await signSource({ ...options, whenUnreachable: 'refuse' })).source, sink);
    await sink.close();
  } catch (error) {
    await sink.abort(error);
    throw error;
  }
}

/** Options of {@link signPdfToLevel}. */
export interface SignPdfToLevelOptions extends SignPdfOptions {
  /**
   * Where an authority is down or validation data is missing. `refuse` (unset): an error, and nothing is written. `mark`:
   * the signature is kept at the level it has, and `pending` says what is to be made up for with `extendPdf`.
   */
  readonly whenUnreachable?: 'refuse' | 'mark';
}

/** A signed PDF, and how far it came. */
export interface LevelledPdf {
  readonly file: Uint8Array;
  /** The level really reached by the new signature; in a file at B-LT or above, by all of them. */
  readonly level: SignatureLevel;
  /** What is still to be done; absent where the level asked for was reached. */
  readonly pending?: {
    readonly level: SignatureLevel;
    /** Why it was not reached. */
    readonly failure: YinxinErrorCode;
    readonly detail: string;
  };
  /** What was added beside the signature; absent below B-LT. */
  readonly added?: PdfExtension['added'];
  /** As in `extendPdf`, with `longTerm.incomplete: 'report'`. */
  readonly missing: PdfExtension['missing'];
}

/** As {@link signPdf}, with the level that was reached; with `whenUnreachable: 'mark'` it may be a lower one, and says so. */
export async function signPdfToLevel(options: SignPdfToLevelOptions): Promise<LevelledPdf> {
  const { source, ...rest } = await signSource(options);
  return { file: await readAll(source), ...rest };
}

type LevelledSource = Omit<LevelledPdf, 'file'> & { readonly source: ByteSource };

async function signSource(options: SignPdfToLevelOptions): Promise<LevelledSource> {
  const wanted = options.level ?? (options.tsa === undefined ? 'B-B' : 'B-T');
  assertReachable(wanted, options);
  if (wanted === 'B-LT' || wanted === 'B-LTA') await assertOthersSound(options);
  const prepared = await preparePdf(options);
  // The value first, and alone: whatever fails behind it, nothing is signed twice.
  const bare = await signPreparedPdf(prepared, { ...options, level: 'B-B' });
  const original = prepared.prepared.source;
  const withValue = (cms: Uint8Array): ByteSource => appendedSource(original, completePdf(prepared, cms));
  if (wanted === 'B-B') return { source: withValue(bare), level: 'B-B', missing: [] };
  let reached: LevelledSource = { source: withValue(bare), level: 'B-B', missing: [] };
  try {
    const stamped = await stampCms(bare, stampOptions(options));
    reached = { source: withValue(stamped.cms), level: 'B-T', missing: [] };
    if (wanted === 'B-T') return reached;
    return await extendSource(reached.source, extendOptions(options, wanted, stamped.time));
  } catch (error) {
    if (options.whenUnreachable !== 'mark' || !isPending(error)) throw error;
    return { ...reached, pending: { level: wanted, failure: error.code, detail: error.message } };
  }
}

function assertReachable(wanted: SignatureLevel, { tsa, longTerm }: SignPdfOptions): void {
  if (wanted !== 'B-B' && tsa === undefined) {
    throw new YinxinError('ARGUMENT_INVALID', `${wanted} needs a timestamp: give a tsa`, {
      details: { option: 'tsa' },
    });
  }
  if ((wanted === 'B-LT' || wanted === 'B-LTA') && longTerm === undefined) {
    throw new YinxinError('ARGUMENT_INVALID', `${wanted} needs validation data: say where from in longTerm`, {
      details: { option: 'longTerm' },
    });
  }
}

/** A signature that spoils the extension is found before anybody signs. */
async function assertOthersSound({ file, limits, password }: SignPdfOptions): Promise<void> {
  const facts = await inspectPdf(toSource(file), {
    ...(limits === undefined ? {} : { limits }),
    ...(password === undefined ? {} : { password }),
  });
  if (facts.signatures.length > 0) assertSound(facts);
}

/** What another day may mend: an authority that is down, data that is not there yet. */
function isPending(error: unknown): error is YinxinError {
  return isYinxinError(error, 'TIMESTAMP_FAILED') || isYinxinError(error, 'VALIDATION_DATA_MISSING');
}

function stampOptions({ tsa, random, signOptions }: SignPdfOptions): Parameters<typeof stampCms>[1] {
  return {
    tsa: tsa!,
    ...(random === undefined ? {} : { random }),
    ...(signOptions === undefined ? {} : { signOptions }),
  };
}

function extendOptions(
  options: SignPdfOptions,
  level: 'B-LT' | 'B-LTA',
  stamped: Date | undefined,
): Parameters<typeof extendSource>[1] {
  const { tsa, random, limits, password, longTerm, claimedTime } = options;
  const now = options.at ?? claimedTime;
  return {
    ...longTerm,
    level,
    // A token of a second later is no token of the future.
    at: stamped !== undefined && stamped > now ? stamped : now,
    ...(tsa === undefined ? {} : { tsa }),
    ...(random === undefined ? {} : { random }),
    ...(limits === undefined ? {} : { limits }),
    ...(password === undefined ? {} : { password }),
  };
}
