import { describe, expect, it } from 'vitest';
import { memoryLedger } from '../../../src/entries/stores.ts';
import {
  changeLicense,
  type LicenseStatus,
  statusAsOf,
  verifyLicenseQr,
} from '../../../src/license/index.ts';
import { readStatusList } from '../../../src/license/status/index.ts';
import { seededRandom } from '../../../src/testing/index.ts';
import { jobOf, publishJob } from '../../contract/ledger.ts';
import { codedLicense, failures, INDEX, statusListOf } from './coded.ts';
import { clockAt, NOW } from './fixture.ts';

const DAY = 24 * 3600 * 1000;
const days = (n: number): Date => new Date(NOW.getTime() + n * DAY);

describe('status asked for a past day', () => {
  async function ask(lists: readonly Uint8Array[], at: Date = NOW) {
    const { code, issuers } = await codedLicense('P-256');
    return verifyLicenseQr(code.text, { at, issuers, statusLists: lists });
  }

  it('is that of the list of then, whatever a later list says that counts from its own day', async () => {
    const then = await statusListOf('valid', NOW);
    for (const state of ['suspended', 'cancelled', 'withdrawn', 'superseded', 'transferred'] as const) {
      const verdict = await ask([then, await statusListOf(state, days(3))]);
      expect(verdict.status, state).toMatchObject({ state: 'valid', asOf: NOW });
    }
  });

  it('is that of a later list where it acts backwards to that day, and not where it stops short of it', async () => {
    const then = await statusListOf('valid', NOW);
    const cancelled = (from: string) => statusListOf('cancelled', days(3), from);
    expect((await ask([then, await cancelled('2026-11-23')])).status.state).toBe('cancelled');
    expect((await ask([then, await cancelled('2026-11-01')])).conclusion).toBe('not-usable');
    expect((await ask([then, await cancelled('2026-11-24')])).status.state).toBe('valid');
  });

  it('is revoked from the beginning by 撤销, or from the day that the list names', async () => {
    const then = await statusListOf('valid', NOW);
    const verdict = await ask([then, await statusListOf('revoked', days(30))]);
    expect(verdict.status).toMatchObject({ state: 'revoked', asOf: days(30) });
    expect(failures(verdict)).toEqual(['LICENSE_STATUS']);
    expect((await ask([then, await statusListOf('revoked', days(30), '2026-11-24')])).status.state).toBe(
      'valid',
    );
    expect((await ask([await statusListOf('revoked', days(30))])).status.state).toBe('revoked');
  });

  it('follows the last of several later lists that speak of that day', async () => {
    const then = await statusListOf('valid', NOW);
    const suspended = await statusListOf('suspended', days(3), '2026-11-20');
    const restored = await statusListOf('valid', days(5), '2026-11-20');
    expect((await ask([restored, then, suspended])).status).toMatchObject({ state: 'valid', asOf: days(5) });
    expect((await ask([then, suspended])).status.state).toBe('suspended');
  });

  it('takes no later list of another key, or one that was changed', async () => {
    const then = await statusListOf('valid', NOW);
    const revoked = await statusListOf('revoked', days(3));
    const changed = revoked.slice();
    changed[changed.length - 1]! ^= 1;
    expect((await ask([then, changed])).status.state).toBe('valid');
    const { code, issuers } = await codedLicense('P-256');
    const onlyCode = await verifyLicenseQr(code.text, {
      at: NOW,
      issuers: [issuers[0]!],
      statusLists: [revoked],
    });
    expect(onlyCode.status.state).toBe('unknown');
  });

  it('is in the list byte by byte: the day comes back, and a list without days is what it was', async () => {
    const { issuers } = await codedLicense('P-256');
    const list = readStatusList(await statusListOf('cancelled', NOW, '2026-11-01'), { at: NOW, issuers });
    expect([list.stateOf(INDEX), list.fromOf(INDEX), list.fromOf(0)]).toEqual([
      'cancelled',
      '2026-11-01',
      undefined,
    ]);
    const plain = readStatusList(await statusListOf('valid', NOW), { at: NOW, issuers });
    expect(plain.fromOf(INDEX)).toBeUndefined();
  });
});

describe('the history of a license in the ledger', () => {
  it('answers for any moment, with changes that act backwards', async () => {
    const ledger = await memoryLedger({ clock: clockAt(NOW), random: seededRandom('past') });
    const identifier = await publishJob(ledger, jobOf('a'));
    const change = async (n: number, request: object) =>
      changeLicense({ identifier, ...request } as Parameters<typeof changeLicense>[0], {
        ledger,
        clock: clockAt(days(n)),
      });
    await change(2, { operation: '03' });
    await change(4, { operation: '06' });
    const stateOn = async (n: number): Promise<LicenseStatus> =>
      statusAsOf((await ledger.find(identifier))!.history, days(n));
    expect([await stateOn(-1), await stateOn(1), await stateOn(3), await stateOn(5)]).toEqual([
      'not-issued',
      'valid',
      'suspended',
      'valid',
    ]);
    await change(6, { operation: '05', ending: 'revoke' });
    expect([await stateOn(0), await stateOn(3)]).toEqual(['revoked', 'revoked']);
    const entries = [];
    for await (const entry of ledger.statusEntries(0)) entries.push(entry);
    expect(entries).toMatchObject([{ state: 'revoked', from: '2026-11-23' }]);
  });

  it('takes no change that counts from a later day, or from none of the calendar', async () => {
    const ledger = await memoryLedger({ clock: clockAt(NOW), random: seededRandom('future') });
    const identifier = await publishJob(ledger, jobOf('a'));
    for (const effectiveFrom of ['2026-11-24', '2026-02-30', 'soon']) {
      const request = { identifier, operation: '03', effectiveFrom } as const;
      await expect(changeLicense(request, { ledger, clock: clockAt(NOW) })).rejects.toMatchObject({
        code: 'ARGUMENT_INVALID',
      });
    }
  });
});
