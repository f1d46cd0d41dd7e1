import { toHex, YinxinError } from '../../foundation/core/index.ts';

/** What is fixed for the whole life of a ledger: the first record of its journal. */
export interface LedgerHeader {
  /** Keys the digests of jobs and numbers: without it nobody can try numbers against them. */
  readonly key: Uint8Array;
  readonly statusListSize: number;
}

/** The header as a line of the journal. */
export function writeHeader({ key, statusListSize }: LedgerHeader): string {
  return JSON.stringify({ ledger: 1, key: toHex(key), statusListSize });
}

/** Reads {@link writeHeader}. @throws LEDGER_CORRUPT. */
export function readHeader(line: string): LedgerHeader {
  const match = /^\{"ledger":1,"key":"([0-9a-f]{64})","statusListSize":([0-9]+)\}$/.exec(line);
  if (match === null)
    throw new YinxinError('LEDGER_CORRUPT', 'the journal does not begin as one of a ledger');
  return {
    key: Uint8Array.from(match[1]!.match(/../g)!, (pair) => Number.parseInt(pair, 16)),
    statusListSize: Number(match[2]),
  };
}
