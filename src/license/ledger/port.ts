import type { CalendarDate } from '../../foundation/core/index.ts';
import type { LicenseStatus } from '../status/index.ts';

/**
 * Steps of one issue, each stored before the next begins:
 * RESERVED (identifier, status index, salts, times) → PREPARED (what will be signed) → SIGNED (the seal's value) →
 * SEALED (the finished file is stored) → PUBLISHED (the status list shows it). ABANDONED frees number and version.
 */
export type LedgerState = 'RESERVED' | 'PREPARED' | 'SIGNED' | 'SEALED' | 'PUBLISHED' | 'ABANDONED';

/** What a reservation is asked for. Nothing of this is stored as it is but type, issuer, version and identifier. */
export interface LedgerJob {
  /** Digest over everything that makes the job: the same work has the same digest. Stored under the ledger's key. */
  readonly jobDigest: Uint8Array;
  readonly typeCode: string;
  readonly issuerCode: string;
  /** License number; stored under the ledger's key, because some numbers are personal. */
  readonly number: string;
  readonly version: string;
  /** Identifier of the license this one continues. */
  readonly previousIdentifier?: string;
  /** An identifier given by a platform, or a serial of the issuer's own; otherwise the ledger allots a random serial. */
  readonly identifier?: string;
  readonly serial?: string;
}

/** One change of status, for snapshots and the audit. */
export interface StatusEvent {
  readonly operation: string;
  readonly state: LicenseStatus;
  readonly at: Date;
  /** From which Beijing day on; earlier than `at` where the change takes effect backwards (撤销). */
  readonly effectiveFrom: CalendarDate;
  /** Mandatory for 其他. Never personal data. */
  readonly description?: string;
}

/** One license in the ledger. */
export interface LedgerRecord {
  /** Key of the job: a keyed digest, hex. */
  readonly jobKey: string;
  readonly state: LedgerState;
  /** Fencing token of the worker that holds the job: an older one can change nothing. */
  readonly token: number;
  readonly identifier: string;
  readonly typeCode: string;
  readonly issuerCode: string;
  readonly version: string;
  readonly previousIdentifier?: string;
  readonly statusList: number;
  readonly statusIndex: number;
  /** Fixed at RESERVED, used for every time in the license: a retry gives the same bytes. */
  readonly createdAt: Date;
  readonly saltSeed: Uint8Array;
  /** COSE bytes of the code, stored before the face is drawn. */
  readonly qr?: Uint8Array;
  /** Digest of what the seal's signature covers. */
  readonly toSignDigest?: Uint8Array;
  /** Value of the seal's signature, stored before it is embedded. */
  readonly sealValue?: Uint8Array;
  /** SHA-256 of the finished file, hex: its name in the store. */
  readonly fileDigest?: string;
  readonly status: LicenseStatus;
  readonly history: readonly StatusEvent[];
}

/** A step of an issue, as stored. The state it needs is that before it. */
export type LedgerStep =
  | { readonly step: 'QR'; readonly qr: Uint8Array }
  | { readonly step: 'PREPARED'; readonly toSignDigest: Uint8Array }
  | { readonly step: 'SIGNED'; readonly sealValue: Uint8Array }
  | { readonly step: 'SEALED'; readonly fileDigest: string }
  | {
      readonly step: 'PUBLISHED';
      readonly event: StatusEvent;
      /** What happens to the license this one continues, in the same instant; its status must be one of `from`. */
      readonly supersede?: { readonly from: readonly LicenseStatus[]; readonly event: StatusEvent };
    }
  | { readonly step: 'ABANDONED' };

/**
 * What makes issuing exactly-once. Every change is durable when its promise resolves, and is all or nothing.
 * Errors: LEDGER_CONFLICT (taken number or identifier, an old token, a step out of order), LEDGER_CORRUPT, IO_FAILED.
 */
export interface Ledger {
  /**
   * Finds the record of the job or makes one, and hands it to the caller under a new token. While another worker
   * holds it LEDGER_CONFLICT, with `details.reason` `'in-work'`.
   */
  reserve(job: LedgerJob): Promise<LedgerRecord>;
  /** Stores a step if `token` still holds the job and the step follows its state. */
  advance(jobKey: string, token: number, step: LedgerStep): Promise<LedgerRecord>;
  /** Gives the job back, so that another worker may take it. */
  release(jobKey: string, token: number): void;
  find(identifier: string): Promise<LedgerRecord | undefined>;
  /** Stores a change of status of a published license, if its status is still `from`. */
  changeStatus(identifier: string, from: LicenseStatus, event: StatusEvent): Promise<LedgerRecord>;
  /** Published licenses of one status list, all as of one instant: what `buildStatusList` takes. */
  statusEntries(list: number): AsyncIterable<{
    readonly index: number;
    readonly state: LicenseStatus;
    /** The Beijing day from which the state counts, where that is before the day it was stored (and always for 撤销). */
    readonly from?: CalendarDate;
  }>;
  /** Size that every status list of this ledger has. */
  readonly statusListSize: number;
  /** Stores a file under its SHA-256 (hex), which is returned. Storing it again changes nothing. */
  putFile(bytes: Uint8Array): Promise<string>;
  getFile(sha256: string): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}
