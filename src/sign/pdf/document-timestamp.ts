import {
  embedSignature,
  openPdf,
  type PdfFile,
  preparedDigest,
  prepareSignature,
} from '../../formats/pdf/index.ts';
import type { ByteSource, Limits, Random, TimestampAuthority } from '../../foundation/core/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import { obtainTimestamp, parseTimestampToken } from '../../foundation/pki/index.ts';
import { TIMESTAMP_RESERVE } from '../../signatures/cades/index.ts';
import { assertPresent } from '../long-term/index.ts';

/** What a document timestamp is made with. */
export interface DocumentTimestampOptions {
  readonly tsa: TimestampAuthority;
  /** The present: a token that tells of another time is refused. */
  readonly at: Date;
  readonly random?: Random;
  /** Of the imprint; `sha256` when unset. */
  readonly hash?: 'sha256' | 'sm3';
  readonly limits?: Partial<Limits>;
  readonly password?: string;
}

/** An update with a document timestamp, to be appended, and the time it tells. */
export interface DocumentTimestamp {
  readonly update: Uint8Array;
  readonly time: Date;
}

/**
 * A document timestamp (ETSI EN 319 142-1 5.4.3) over all that the file holds: an invisible field with an RFC 3161 token
 * over the bytes outside of its gap. Certifications and locks permit it (ISO 32000-2, 12.8.2.2.2). TIMESTAMP_FAILED,
 * PDF_ENCRYPTED, PDF_INVALID, PDF_UNSUPPORTED.
 */
export async function makeDocumentTimestamp(
  source: ByteSource,
  options: DocumentTimestampOptions,
): Promise<DocumentTimestamp> {
  const { at, limits, password } = options;
  const file = await openPdf(source, {
    ...(limits === undefined ? {} : { limits }),
    ...(password === undefined ? {} : { password }),
  });
  const first = await stamp(file, TIMESTAMP_RESERVE, options);
  assertPresent(first.time, at);
  if (first.update !== undefined) return { update: first.update, time: first.time };
  // The gap is part of what is stamped: a token that needs more room is asked for anew.
  const second = await stamp(file, first.size + TIMESTAMP_RESERVE, options);
  if (second.update === undefined) {
    throw new YinxinError('TIMESTAMP_FAILED', 'the tokens of the authority grow without bound: use another', {
      details: { size: second.size },
    });
  }
  return { update: second.update, time: second.time };
}

async function stamp(
  file: PdfFile,
  contentsSize: number,
  { tsa, random, hash = 'sha256' }: DocumentTimestampOptions,
): Promise<{ readonly update: Uint8Array | undefined; readonly time: Date; readonly size: number }> {
  const prepared = await prepareSignature(file, {
    type: 'DocTimeStamp',
    subFilter: 'ETSI.RFC3161',
    contentsSize,
  });
  const digest = await preparedDigest(prepared, hash);
  const token = await obtainTimestamp(tsa, hash, digest, random === undefined ? {} : { random });
  const update = token.length > contentsSize ? undefined : embedSignature(prepared, token);
  return { update, time: parseTimestampToken(token).info.genTime, size: token.length };
}
