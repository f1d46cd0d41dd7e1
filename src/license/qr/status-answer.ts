import { beijingDate, formatTime } from '../../foundation/core/index.ts';
import type { Check } from '../../foundation/validation/index.ts';
import type { IssuerEntry } from '../issuers/index.ts';
import { readStatusList, type StatusListReading } from '../status/index.ts';
import type { LicenseQrPayload } from './payload.ts';
import { qrCheck, type StatusAnswer, type VerifyLicenseQrOptions } from './verdict.ts';

type StatusOptions = Pick<
  VerifyLicenseQrOptions,
  'at' | 'issuers' | 'statusLists' | 'statusMaxAgeSeconds' | 'highestIat'
>;

/**
 * The status of a license from the lists at hand: of its issuer, its number, its URI; the newest current one. For a past
 * moment that is the list of then, and over it what a later list at hand says to count from that day or an earlier one
 * (撤销 always, unless its day says otherwise). Without such a list the state is unknown, and the check says why.
 */
export function statusAnswer(
  payload: Pick<LicenseQrPayload, 'status'>,
  issuer: IssuerEntry,
  options: StatusOptions,
): { answer: StatusAnswer; check: Check } {
  return backdatedAnswer(payload, issuer, options) ?? answerOfThen(payload, issuer, options);
}

/** What lists issued after the moment asked for say about it; the last of them counts. */
function backdatedAnswer(
  { status }: Pick<LicenseQrPayload, 'status'>,
  issuer: IssuerEntry,
  { at, issuers, statusLists = [] }: StatusOptions,
): { answer: StatusAnswer; check: Check } | undefined {
  const day = beijingDate(at);
  const told = statusLists
    .flatMap((bytes) => laterReading(bytes, status.list, issuer, at, issuers))
    .sort((a, b) => a.issuedAt.getTime() - b.issuedAt.getTime())
    .flatMap((reading) => {
      const state = reading.stateOf(status.index);
      const from = reading.fromOf(status.index) ?? (state === 'revoked' ? day : undefined);
      return state !== undefined && from !== undefined && from <= day ? [{ reading, state }] : [];
    })
    .at(-1);
  if (told === undefined) return undefined;
  const { reading, state } = told;
  const detail = `${state} by a list of ${formatTime(reading.issuedAt)}, with effect from that day or earlier`;
  const check = qrCheck('LICENSE_STATUS', state === 'valid' ? 'passed' : 'failed', detail);
  return { answer: { state, asOf: reading.issuedAt, reading }, check };
}

/** A good list of this license that was issued after `at`, judged at its own time. */
function laterReading(
  bytes: Uint8Array,
  list: number,
  issuer: IssuerEntry,
  at: Date,
  issuers: readonly IssuerEntry[],
): (StatusListReading & { readonly issuedAt: Date })[] {
  const expectedUri =
    issuer.statusUriPrefix === undefined ? {} : { expectedUri: `${issuer.statusUriPrefix}${list}` };
  const { issuedAt } = readStatusList(bytes, { at, issuers });
  if (issuedAt === undefined || issuedAt <= at) return [];
  const reading = readStatusList(bytes, { at: issuedAt, issuers, ...expectedUri });
  const ofLicense = reading.issuerCode === issuer.issuerCode && reading.list === list;
  return reading.outcome === 'current' && ofLicense ? [{ ...reading, issuedAt }] : [];
}

function answerOfThen(
  payload: Pick<LicenseQrPayload, 'status'>,
  issuer: IssuerEntry,
  options: StatusOptions,
): { answer: StatusAnswer; check: Check } {
  const reading = newest(
    (options.statusLists ?? []).flatMap((bytes) => readOf(bytes, payload, issuer, options)),
  );
  if (reading === undefined) {
    return {
      answer: { state: 'unknown' },
      check: qrCheck('LICENSE_STATUS', 'not-run', 'no status list of this license is at hand'),
    };
  }
  if (reading.outcome !== 'current') {
    const detail =
      reading.outcome === 'try-later'
        ? 'TRY_LATER: the status list is too old'
        : 'the status list is refused';
    return { answer: { state: 'unknown', reading }, check: qrCheck('LICENSE_STATUS', 'not-run', detail) };
  }
  const state = reading.stateOf(payload.status.index);
  const asOf = reading.issuedAt!;
  if (state === undefined) {
    const check = qrCheck(
      'LICENSE_STATUS',
      'failed',
      'the list has no such index, or a value that is not assigned',
    );
    return { answer: { state: 'unknown', asOf, reading }, check };
  }
  const detail = `${state} as of ${formatTime(asOf)}`;
  const check = qrCheck('LICENSE_STATUS', state === 'valid' ? 'passed' : 'failed', detail);
  return { answer: { state, asOf, reading }, check };
}

function readOf(
  bytes: Uint8Array,
  payload: Pick<LicenseQrPayload, 'status'>,
  issuer: IssuerEntry,
  options: StatusOptions,
): StatusListReading[] {
  const { at, issuers, statusMaxAgeSeconds: maxAgeSeconds, highestIat } = options;
  const prefix = issuer.statusUriPrefix;
  const expectedUri = prefix === undefined ? undefined : `${prefix}${payload.status.list}`;
  const highest = expectedUri === undefined ? undefined : highestIat?.(expectedUri);
  const read = (known: Date | undefined): StatusListReading =>
    readStatusList(bytes, {
      at,
      issuers,
      ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
      ...(expectedUri === undefined ? {} : { expectedUri }),
      ...(known === undefined ? {} : { highestIat: known }),
    });
  const first = read(highest);
  if (first.issuerCode !== issuer.issuerCode || first.list !== payload.status.list) return [];
  if (expectedUri !== undefined || first.uri === undefined || highestIat === undefined) return [first];
  // Without a listed prefix the URI is known only after reading.
  return [read(highestIat(first.uri))];
}

function newest(readings: readonly StatusListReading[]): StatusListReading | undefined {
  const rank = { current: 2, 'try-later': 1, refused: 0 } as const;
  return [...readings].sort(
    (a, b) =>
      rank[b.outcome] - rank[a.outcome] || (b.issuedAt?.getTime() ?? 0) - (a.issuedAt?.getTime() ?? 0),
  )[0];
}
