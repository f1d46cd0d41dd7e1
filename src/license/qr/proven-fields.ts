import type { Check } from '../../foundation/validation/index.ts';
import { type DisclosedField, type FieldValue, verifyDisclosedField } from '../merkle/index.ts';
import { textOf } from '../metadata/index.ts';
import type { LicenseQrPayload } from './payload.ts';
import { qrCheck } from './verdict.ts';

/** The fields a verified code vouches for: clear ones, identifier and dates, and disclosed ones with a right proof. */
export function provenFields(
  payload: LicenseQrPayload,
  disclosed: readonly DisclosedField[],
): { fields: Record<string, FieldValue>; checks: Check[] } {
  const fields: Record<string, FieldValue> = {
    ...payload.clear,
    ZZBS: payload.identifier,
    ZZBFRQ: { date: payload.issueDate },
    ...(payload.validFrom === undefined ? {} : { ZZYXQQSRQ: { date: payload.validFrom } }),
    ...(payload.validTo === undefined ? {} : { ZZYXQJZRQ: { date: payload.validTo } }),
  };
  const checks = disclosed.map((field): Check => {
    const contradicts = field.key in fields && textOf(fields[field.key]!) !== textOf(field.value);
    if (contradicts || !verifyDisclosedField(payload.anchor, field)) {
      return qrCheck(
        'QR_DISCLOSURE',
        'failed',
        `the proof of ${safeKey(field.key)} does not lead to the signed root`,
      );
    }
    fields[field.key] = field.value;
    return qrCheck('QR_DISCLOSURE', 'passed', `${safeKey(field.key)} is proved against the signed root`);
  });
  return { fields, checks };
}

function safeKey(key: string): string {
  return /^[A-Z0-9_]{1,64}$/.test(key) ? key : 'a field of another name';
}
