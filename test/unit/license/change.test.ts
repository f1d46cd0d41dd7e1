import { describe, expect, it } from 'vitest';
import { memoryLedger } from '../../../src/entries/stores.ts';
import { isYinxinError } from '../../../src/foundation/core/index.ts';
import { statusAfter } from '../../../src/license/change/index.ts';
import { changeLicense } from '../../../src/license/index.ts';
import type { LicenseStatus } from '../../../src/license/status/index.ts';
import { seededRandom } from '../../../src/testing/index.ts';
import { jobOf, publishJob } from '../../contract/ledger.ts';
import { clockAt, NOW, SAMPLE_RESIDENT_ID } from './fixture.ts';

const STATUSES = [
  'not-issued',
  'valid',
  'suspended',
  'revoked',
  'cancelled',
  'expired',
  'superseded',
  'transferred',
  'withdrawn',
  'other',
] as const;

/** The whole table: operation → status before → status after. What is not here is refused. */
const ALLOWED: Record<string, Partial<Record<LicenseStatus, LicenseStatus>>> = {
  '03': { valid: 'suspended' },
  '04': { valid: 'expired', suspended: 'expired' },
  '05 cancel': {
    valid: 'cancelled',
    suspended: 'cancelled',
    expired: 'cancelled',
    transferred: 'cancelled',
    other: 'cancelled',
  },
  '05 revoke': {
    valid: 'revoked',
    suspended: 'revoked',
    expired: 'revoked',
    cancelled: 'revoked',
    superseded: 'revoked',
    transferred: 'revoked',
    other: 'revoked',
  },
  '05 withdraw': { valid: 'withdrawn', suspended: 'withdrawn', other: 'withdrawn' },
  '05 transfer-out': { valid: 'transferred' },
  '06': { suspended: 'valid' },
  '07': { valid: 'other', suspended: 'other', other: 'other' },
  '10': { transferred: 'valid' },
};

describe('the table of operations', () => {
  for (const [name, transitions] of Object.entries(ALLOWED)) {
    for (const status of STATUSES) {
      const after = transitions[status];
      it(`operation ${name} on a license that is ${status} ${after === undefined ? 'is refused' : `makes it ${after}`}`, () => {
        const [operation, ending] = name.split(' ') as ['05', 'cancel' | undefined];
        const request = {
          operation,
          ...(ending === undefined ? {} : { ending }),
          ...(name === '07' ? { description: '示例说明' } : {}),
        };
        if (after !== undefined) expect(statusAfter(status, request)).toBe(after);
        else
          expect(() => statusAfter(status, request)).toThrow(
            expect.objectContaining({ code: 'LICENSE_STATE_FORBIDDEN' }),
          );
      });
    }
  }

  it('needs the kind of an ending, and a description for other business', () => {
    for (const request of [
      { operation: '05' },
      { operation: '07' },
      { operation: '07', description: ' ' },
    ] as const) {
      expect(() => statusAfter('valid', request)).toThrow(
        expect.objectContaining({ code: 'ARGUMENT_INVALID' }),
      );
    }
  });
});

describe('changeLicense', () => {
  it('stores the change with its time and the day from which it counts', async () => {
    const ledger = await memoryLedger({ clock: clockAt(NOW), random: seededRandom('change') });
    const identifier = await publishJob(ledger, jobOf('a'));
    const options = { ledger, clock: clockAt(new Date('2026-11-23T16:30:00Z')) };
    await changeLicense({ identifier, operation: '03' }, options);
    const revoke = { identifier, operation: '05', ending: 'revoke', effectiveFrom: '2026-11-01' } as const;
    const record = await changeLicense(revoke, options);
    expect(record.status).toBe('revoked');
    // 00:30 of the next day in Beijing.
    expect(record.history.map(({ operation, effectiveFrom }) => [operation, effectiveFrom])).toEqual([
      ['01', '2026-11-23'],
      ['03', '2026-11-24'],
      ['05', '2026-11-01'],
    ]);
  });

  it('refuses what the table refuses, unknown licenses, unpublished ones and personal descriptions', async () => {
    const ledger = await memoryLedger({ clock: clockAt(NOW), random: seededRandom('change') });
    const options = { ledger, clock: clockAt(NOW) };
    const reserved = await ledger.reserve(jobOf('a'));
    const code = async (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => 'nothing',
        (error: unknown) => (isYinxinError(error) ? error.code : error),
      );
    expect(await code(changeLicense({ identifier: reserved.identifier, operation: '03' }, options))).toBe(
      'LICENSE_STATE_FORBIDDEN',
    );
    expect(await code(changeLicense({ identifier: 'unknown', operation: '03' }, options))).toBe(
      'LICENSE_INVALID',
    );
    const identifier = await publishJob(ledger, jobOf('b'));
    expect(await code(changeLicense({ identifier, operation: '06' }, options))).toBe(
      'LICENSE_STATE_FORBIDDEN',
    );
    const personal = { identifier, operation: '07', description: `号码 ${SAMPLE_RESIDENT_ID}` } as const;
    expect(await code(changeLicense(personal, options))).toBe('ARGUMENT_INVALID');
  });
});
