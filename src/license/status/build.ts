import {
  type CalendarDate,
  type Signer,
  type SignOptions,
  YinxinError,
} from '../../foundation/core/index.ts';
import { COSE_HEADER, openCoseSigner, signCoseSign1 } from '../cose/index.ts';
import { encodeStatusPayload, MAX_LIST_SIZE, STATUS_LIST_TYPE } from './payload.ts';
import { type LicenseStatus, valueOfStatus } from './state.ts';

/** What {@link buildStatusList} needs. */
export interface BuildStatusListOptions {
  /** Issued licenses; every other index says `not-issued`. */
  readonly entries: Iterable<{
    readonly index: number;
    readonly state: LicenseStatus;
    /** The Beijing day from which the state counts, where it acts backwards: who asks for a past day needs it. */
    readonly from?: CalendarDate;
  }>;
  /** Indexes of the list. Every list of an issuer has the same size, whether full or not. */
  readonly size: number;
  /** USCC of the issuing body. */
  readonly issuerCode: string;
  /** Number of the list, as the codes name it. */
  readonly list: number;
  /** Where the list is fetched; equal to the prefix of the issuer entry followed by the number. */
  readonly uri: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** How long a copy may be used without asking again. */
  readonly ttlSeconds: number;
  /** ES256 or SM2-SM3, listed with the purpose `status`. */
  readonly signer: Signer;
  readonly sign?: SignOptions;
}

/**
 * A signed 4-bit status list (COSE_Sign1). Equal input and an equal signature value give equal bytes.
 * @throws STATUS_LIST_FULL for an index beyond the size, ARGUMENT_INVALID for an index given twice or bad times.
 */
export async function buildStatusList(options: BuildStatusListOptions): Promise<Uint8Array> {
  const { size, issuedAt, expiresAt, ttlSeconds } = options;
  if (!Number.isInteger(size) || size < 2 || size > MAX_LIST_SIZE || size % 2 !== 0) {
    throw new YinxinError('ARGUMENT_INVALID', `a list has an even number of indexes up to ${MAX_LIST_SIZE}`);
  }
  if (expiresAt <= issuedAt || !Number.isInteger(ttlSeconds) || ttlSeconds < 1) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'a list expires after it was issued, and lives a second at least',
    );
  }
  const { uri, issuerCode, list } = options;
  const entries = [...options.entries];
  const states = packStates(entries, size);
  const from = new Map(
    entries.flatMap(({ index, from: day }) => (day === undefined ? [] : [[index, day] as const])),
  );
  const payload = encodeStatusPayload({
    uri,
    issuerCode,
    list,
    issuedAt,
    expiresAt,
    ttlSeconds,
    size,
    states,
    from,
  });
  const headers = new Map([[COSE_HEADER.type, STATUS_LIST_TYPE]]);
  return signCoseSign1(await openCoseSigner(options.signer, options.sign), payload, headers, options.sign);
}

function packStates(entries: BuildStatusListOptions['entries'], size: number): Uint8Array {
  const states = new Uint8Array(size / 2);
  for (const { index, state } of entries) {
    if (!Number.isInteger(index) || index < 0 || index >= size) {
      throw new YinxinError(
        'STATUS_LIST_FULL',
        'an index is beyond the size of the list: start another list',
        {
          details: { index, size },
        },
      );
    }
    const shift = (index % 2) * 4;
    if (((states[index >> 1]! >> shift) & 15) !== 0) {
      throw new YinxinError('ARGUMENT_INVALID', 'an index is given twice', { details: { index } });
    }
    states[index >> 1]! |= valueOfStatus(state) << shift;
  }
  return states;
}
