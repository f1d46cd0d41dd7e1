import { formatTime, fromBase64, toBase64, YinxinError } from '../../foundation/core/index.ts';
import type { LicenseStatus } from '../status/index.ts';
import type { LedgerRecord, LedgerState, StatusEvent } from './port.ts';

/** A record and the keys of its uniqueness, as the journal holds it. */
export interface StoredRecord extends LedgerRecord {
  /** Keyed digest of type, issuer and number. */
  readonly numberKey: string;
}

const BYTES = ['saltSeed', 'qr', 'toSignDigest', 'sealValue'] as const;

/** One line of the journal: the whole record as it is now, bytes in base64. */
export function encodeRecord(record: StoredRecord): string {
  const out: Record<string, unknown> = { ...record, createdAt: formatTime(record.createdAt) };
  for (const key of BYTES) if (record[key] !== undefined) out[key] = toBase64(record[key]);
  out['history'] = record.history.map((event) => ({ ...event, at: formatTime(event.at) }));
  return JSON.stringify({ record: out });
}

/** Reads {@link encodeRecord}. @throws LEDGER_CORRUPT. */
export function decodeRecord(line: string): StoredRecord {
  try {
    const { record } = JSON.parse(line) as { record: Record<string, unknown> };
    const bytes = BYTES.flatMap((key) =>
      record[key] === undefined ? [] : [[key, fromBase64(record[key] as string)] as const],
    );
    const history = record['history'] as readonly Record<string, unknown>[];
    return {
      ...(record as unknown as StoredRecord),
      ...Object.fromEntries(bytes),
      state: record['state'] as LedgerState,
      status: record['status'] as LicenseStatus,
      createdAt: timeOf(record['createdAt']),
      history: history.map((event) => ({ ...(event as unknown as StatusEvent), at: timeOf(event['at']) })),
    };
  } catch (cause) {
    throw new YinxinError('LEDGER_CORRUPT', 'the journal holds a record that cannot be read', { cause });
  }
}

function timeOf(text: unknown): Date {
  const time = new Date(text as string);
  if (Number.isNaN(time.getTime()))
    throw new YinxinError('LEDGER_CORRUPT', 'a time in the journal cannot be read');
  return time;
}
