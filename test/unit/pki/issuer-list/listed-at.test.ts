import { describe, expect, it } from 'vitest';
import {
  buildIssuerList,
  type IssuerListEntry,
  isKeyCompromised,
  type ListedPurpose,
  listedAt,
  readIssuerList,
  trustOfIssuerList,
  type VerifiedIssuers,
} from '../../../../src/foundation/pki/index.ts';
import { parseCertificate } from '../../../../src/foundation/x509/index.ts';
import type { TestIdentity } from '../../../../src/testing/index.ts';
import { day, entryOf, listOf, pkiOf } from './sample-list.ts';

const pki = await pkiOf('SM2');
const { licenseIssuer } = pki;

const verified = (...entries: IssuerListEntry[]): VerifiedIssuers => {
  const list = readIssuerList(buildIssuerList(listOf(entries)));
  return { entries: list.entries, compromised: list.entries.filter(({ state }) => state === 'compromised') };
};
const ask = (
  list: VerifiedIssuers,
  time: string,
  proved?: string,
  identity: TestIdentity = licenseIssuer,
  purpose: ListedPurpose = 'licenseIssuers',
): string =>
  listedAt(
    list,
    parseCertificate(identity.certificate),
    purpose,
    day(time),
    proved === undefined ? undefined : day(proved),
  );

describe('a certificate in a list', () => {
  it('is believed for its purposes, from its first to its last moment', () => {
    const list = verified(entryOf(licenseIssuer));
    expect(ask(list, '2026-01-01')).toBe('listed');
    expect(ask(list, '2027-01-01')).toBe('listed');
    expect(ask(list, '2025-12-31')).toBe('NOT_LISTED_THEN');
    expect(ask(list, '2027-01-02')).toBe('NOT_LISTED_THEN');
    expect(ask(list, '2026-06-01', undefined, licenseIssuer, 'sealMakers')).toBe('PURPOSE_NOT_LISTED');
    expect(ask(list, '2026-06-01', undefined, pki.signer)).toBe('NOT_LISTED');
    expect(ask({ entries: [], compromised: [] }, '2026-06-01')).toBe('NOT_LISTED');
  });

  it('acts no later than its act is proved', () => {
    const list = verified(entryOf(licenseIssuer));
    expect(ask(list, '2026-06-01', '2025-06-01')).toBe('NOT_LISTED_THEN');
    expect(ask(list, '2027-06-01', '2026-06-01')).toBe('listed');
  });

  it('may stand in several entries that follow each other, with overlap', async () => {
    const next = await pki.issue({ name: '示例市证照签发乙（样）' });
    const list = verified(
      entryOf(licenseIssuer, { state: 'retired', to: day('2026-07-01') }),
      entryOf(licenseIssuer, { purposes: ['statusIssuers'] }),
      entryOf(next, { from: day('2026-06-01') }),
    );
    expect(ask(list, '2026-06-15')).toBe('listed');
    expect(ask(list, '2026-06-15', undefined, next)).toBe('listed');
    expect(ask(list, '2026-07-02')).toBe('NOT_LISTED_THEN');
    expect(ask(list, '2026-07-02', undefined, licenseIssuer, 'statusIssuers')).toBe('listed');
    expect(ask(list, '2026-05-31', undefined, next)).toBe('NOT_LISTED_THEN');
  });

  it('whose key is compromised is believed for nothing that is not proved to be older', async () => {
    const compromised = { state: 'compromised', compromisedAt: day('2026-06-01') } as const;
    const list = verified(entryOf(licenseIssuer, compromised), entryOf(licenseIssuer));
    expect(ask(list, '2026-03-01')).toBe('KEY_COMPROMISED');
    expect(ask(list, '2026-03-01', '2026-06-01')).toBe('KEY_COMPROMISED');
    expect(ask(list, '2026-03-01', '2026-05-31')).toBe('listed');
    expect(ask(list, '2025-03-01', '2026-05-31')).toBe('NOT_LISTED_THEN');
    // Another certificate of the same key, listed or not, is no way around it.
    const renewed = await pki.issue({ name: '示例市证照签发丙（样）', key: licenseIssuer.key });
    const both = verified(entryOf(licenseIssuer, compromised), entryOf(renewed));
    expect(ask(both, '2026-03-01', undefined, renewed)).toBe('KEY_COMPROMISED');
    expect(ask(list, '2026-03-01', undefined, renewed)).toBe('KEY_COMPROMISED');
    expect(isKeyCompromised(both, parseCertificate(pki.signer.certificate))).toBe(false);
  });

  it('is compromised under the other name of an SM2 key, too', () => {
    const compromised = { state: 'compromised', compromisedAt: day('2026-06-01') } as const;
    const list = verified(entryOf(licenseIssuer, compromised));
    const own = parseCertificate(licenseIssuer.certificate);
    const { publicKey } = own;
    const twin = {
      ...own,
      spki: Uint8Array.of(1, 2, 3),
      publicKey: { ...publicKey, spki: Uint8Array.of(1, 2, 3) },
    };
    expect(isKeyCompromised(list, twin)).toBe(true);
  });
});

describe('the trust that a list gives at a time', () => {
  it('is by purpose, of those in force, each certificate once', async () => {
    const list = verified(
      entryOf(licenseIssuer, { purposes: ['licenseIssuers', 'statusIssuers'] }),
      entryOf(licenseIssuer, { licenseTypes: ['x'] }),
      entryOf(pki.root, { purposes: ['signers'] }),
      entryOf(pki.tsa, { purposes: ['timestamps'], state: 'retired', to: day('2026-02-01') }),
      entryOf(pki.sealMaker, {
        purposes: ['sealMakers'],
        state: 'compromised',
        compromisedAt: day('2026-06-01'),
      }),
      entryOf(pki.sealMaker, { purposes: ['sealMakers'] }),
    );
    expect(trustOfIssuerList(list, day('2026-11-23'))).toEqual({
      signers: [pki.root.certificate],
      timestamps: [],
      sealMakers: [],
      licenseIssuers: [licenseIssuer.certificate],
      statusIssuers: [licenseIssuer.certificate],
    });
    expect(trustOfIssuerList(list, day('2026-01-15')).timestamps).toEqual([pki.tsa.certificate]);
  });
});
