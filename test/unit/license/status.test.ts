import { describe, expect, it } from 'vitest';
import {
  type BuildStatusListOptions,
  buildStatusList,
  type LicenseStatus,
  type ReadStatusListOptions,
  readStatusList,
} from '../../../src/license/status/index.ts';
import { seededRandom, TEST_AGENCY_CODE } from '../../../src/testing/index.ts';
import { issuersOf, NOW, pkiOf } from './fixture.ts';

const URI = 'https://zz.example.invalid/s/3';

async function listOf(change: Partial<BuildStatusListOptions> = {}, algorithm: 'P-256' | 'SM2' = 'P-256') {
  return buildStatusList({
    entries: [],
    size: 64,
    issuerCode: TEST_AGENCY_CODE,
    list: 3,
    uri: URI,
    issuedAt: NOW,
    expiresAt: new Date(NOW.getTime() + 3600_000),
    ttlSeconds: 600,
    signer: await (await pkiOf(algorithm)).statusIssuer.signer(),
    ...change,
  });
}

async function read(
  bytes: Uint8Array,
  change: Partial<ReadStatusListOptions> = {},
  algorithm: 'P-256' | 'SM2' = 'P-256',
) {
  return readStatusList(bytes, { at: NOW, issuers: issuersOf(await pkiOf(algorithm)), ...change });
}

describe.each(['P-256', 'SM2'] as const)('a status list signed with %s', (algorithm) => {
  it('says every state of every index, and not-issued for all others', async () => {
    const states = [
      'valid',
      'suspended',
      'revoked',
      'cancelled',
      'expired',
      'superseded',
      'transferred',
      'withdrawn',
      'other',
    ];
    const entries = states.map((state, i) => ({ index: i * 7, state: state as LicenseStatus }));
    const reading = await read(await listOf({ entries }, algorithm), { expectedUri: URI }, algorithm);
    expect(reading).toMatchObject({ outcome: 'current', uri: URI, list: 3, size: 64, issuedAt: NOW });
    for (const { index, state } of entries) expect(reading.stateOf(index)).toBe(state);
    const given = new Set(entries.map(({ index }) => index));
    for (let index = 0; index < 64; index++) {
      if (!given.has(index)) expect(reading.stateOf(index)).toBe('not-issued');
    }
    expect([reading.stateOf(64), reading.stateOf(-1), reading.stateOf(0.5)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a status list', () => {
  it('does not survive a change of any byte', async () => {
    const bytes = await listOf({ entries: [{ index: 9, state: 'valid' }] });
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at]! ^= 1 << (at % 8);
      const reading = await read(changed);
      expect(reading.outcome, `byte ${at}`).toBe('refused');
      expect(reading.stateOf(9)).toBeUndefined();
    }
  });

  it('ages by the least of its ttl, its expiry and the maximum of the caller', async () => {
    const bytes = await listOf();
    const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);
    expect((await read(bytes, { at: later(600) })).outcome).toBe('current');
    expect((await read(bytes, { at: later(601) })).outcome).toBe('try-later');
    expect((await read(bytes, { at: later(61), maxAgeSeconds: 60 })).outcome).toBe('try-later');
    const short = await listOf({ expiresAt: later(10) });
    expect((await read(short, { at: later(11) })).outcome).toBe('try-later');
  });

  it('is refused from a key that is not listed for the status of that issuer', async () => {
    const pki = await pkiOf('P-256');
    const bytes = await listOf({ signer: await pki.licenseIssuer.signer() });
    expect((await read(bytes)).outcome).toBe('refused');
    const other = await listOf({ issuerCode: '11330105002500287C' });
    expect((await read(other)).outcome).toBe('refused');
    const issuers = issuersOf(pki).map((entry) => ({ ...entry, state: 'compromised' as const }));
    expect((await read(await listOf(), { issuers })).outcome).toBe('refused');
  });

  it('is refused when a newer one was seen, and taken when the newest is the same', async () => {
    const bytes = await listOf();
    expect((await read(bytes, { highestIat: new Date(NOW.getTime() + 1000) })).outcome).toBe('refused');
    expect((await read(bytes, { highestIat: NOW })).outcome).toBe('current');
  });

  it.each([
    [{ entries: [{ index: 64, state: 'valid' as const }] }, 'STATUS_LIST_FULL'],
    [{ entries: [{ index: -1, state: 'valid' as const }] }, 'STATUS_LIST_FULL'],
    [{ entries: [1, 1].map((index) => ({ index, state: 'valid' as const })) }, 'ARGUMENT_INVALID'],
    [{ size: 63 }, 'ARGUMENT_INVALID'],
    [{ size: 2 ** 25 }, 'ARGUMENT_INVALID'],
    [{ expiresAt: NOW }, 'ARGUMENT_INVALID'],
    [{ ttlSeconds: 0 }, 'ARGUMENT_INVALID'],
  ])('is not built from %o', async (change, code) => {
    await expect(listOf(change)).rejects.toMatchObject({ code });
  });

  it('stays small: a million licenses with one in fifty ended', async () => {
    const random = seededRandom('status');
    const bytes = random.bytes(1_000_000);
    const entries = Array.from(bytes, (byte, index) => ({
      index,
      state: byte < 5 ? ('cancelled' as const) : ('valid' as const),
    }));
    const list = await listOf({ entries, size: 1_000_000 });
    expect(list.length).toBeLessThan(40_000);
  });
});
