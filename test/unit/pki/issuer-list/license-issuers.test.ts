import { beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../../../src/entries/index.ts';
import {
  type IssuerListEntry,
  type IssuerListReport,
  verifyIssuerList,
} from '../../../../src/foundation/pki/index.ts';
import { type IssuedLicense, issuerEntriesOf, verifyLicenseQr } from '../../../../src/license/index.ts';
import { type Agency, AT, agencyOf } from '../../../support/license.ts';
import { HOST } from '../../license/fixture.ts';
import { day, entryOf, listOf, signedList } from './sample-list.ts';

let agency: Agency;
let license: IssuedLicense;
let statusLists: Uint8Array[];

beforeAll(async () => {
  agency = await agencyOf('SM2');
  license = await agency.issue();
  statusLists = [await agency.statusList(license)];
});

/** A verified list with one entry for the issuer of the license, for its codes and its status lists. */
async function listed(...changes: Partial<IssuerListEntry>[]): Promise<IssuerListReport> {
  const { pki } = agency;
  const entries = changes.map((change) =>
    entryOf(pki.licenseIssuer, {
      from: day('2026-01-01'),
      to: day('2030-01-01'),
      purposes: ['licenseIssuers', 'statusIssuers'],
      hosts: [HOST],
      statusUriPrefix: `https://${HOST}/s/`,
      ...change,
    }),
  );
  const times = { issuedAt: day('2026-06-01'), nextUpdate: day('2027-06-01') };
  const signed = await signedList(pki, listOf(entries, times));
  return verifyIssuerList({ ...signed, trustAnchors: [pki.statusIssuer.certificate], at: AT });
}

/** The license with nobody pinned for licenses and states but by lists. */
async function judged(issuerLists: readonly IssuerListReport[], pinned = false) {
  const options = agency.options(statusLists, { issuerLists });
  const { licenseIssuers, statusIssuers, ...trust } = options.trust;
  return verify(license.file, pinned ? options : { ...options, trust });
}

describe('a license under a signed issuer list', () => {
  it('is usable when the list has its issuer, with no pin', async () => {
    const report = await judged([await listed({})]);
    expect(report.license, JSON.stringify(report.checks)).toMatchObject({
      conclusion: 'usable',
      status: 'valid',
      crossChecks: { issuerAuthority: 'match' },
    });
    expect((await judged([])).license!.conclusion).not.toBe('usable');
  });

  it('takes the entry that covers it among several of one certificate', async () => {
    const other = { licenseTypes: ['11100000MB0319061W999'], hosts: ['other.example.invalid'] };
    const before = { state: 'retired', to: day('2026-02-01') } as const;
    for (const order of [
      [other, before, {}],
      [{}, before, other],
    ]) {
      expect((await judged([await listed(...order)])).license!.conclusion).toBe('usable');
    }
    expect((await judged([await listed(other, before)])).license!.conclusion).toBe('not-usable');
  });

  it.each<[string, Partial<IssuerListEntry>]>([
    ['of a host of somebody else', { hosts: ['other.example.invalid'] }],
    ['of another type', { licenseTypes: ['11100000MB0319061W999'] }],
    ['of another body', { issuerCode: '92339900MA2TETT073' }],
    ['of a key that came later', { from: day('2026-12-24') }],
    ['of a key that was retired before', { state: 'retired', to: day('2026-02-01') }],
    ['of a compromised key', { state: 'compromised', compromisedAt: day('2026-05-01') }],
  ])('%s is not usable', async (_, change) => {
    expect((await judged([await listed(change)])).license!.conclusion).toBe('not-usable');
  });

  it('is not known with entries for other purposes', async () => {
    expect((await judged([await listed({ purposes: ['sealMakers'] })])).license!.conclusion).toBe('unknown');
    const { license: block } = await judged([await listed({ purposes: ['licenseIssuers'] })]);
    expect(block).toMatchObject({ conclusion: 'unknown', status: 'unknown' });
  });

  it('is refused for a pinned key, too, once a list calls it compromised; stale or not', async () => {
    expect((await judged([], true)).license!.conclusion).toBe('usable');
    const bad = await listed({
      state: 'compromised',
      compromisedAt: day('2026-05-01'),
      purposes: ['sealMakers'],
    });
    expect((await judged([bad], true)).license!.conclusion).toBe('not-usable');
    const stale: IssuerListReport = { ...bad, status: 'indeterminate', stale: true, entries: [] };
    expect((await judged([stale], true)).license!.conclusion).toBe('not-usable');
  });
});

describe('the entries of a list', () => {
  it('are those for licenses and states, told where one has no code', async () => {
    const { pki } = agency;
    const list = listOf([
      entryOf(pki.licenseIssuer, { purposes: ['licenseIssuers', 'statusIssuers', 'signers'] }),
      entryOf(pki.sealMaker, { purposes: ['sealMakers'] }),
      entryOf(pki.signer),
    ]);
    const signed = await signedList(pki, list);
    const report = await verifyIssuerList({
      ...signed,
      trustAnchors: [pki.statusIssuer.certificate],
      at: AT,
    });
    const { issuers, checks } = issuerEntriesOf(report);
    expect(issuers).toHaveLength(1);
    expect(issuers[0]).toMatchObject({ purposes: ['license', 'status'], state: 'active' });
    expect(checks).toMatchObject([{ code: 'ISSUER_ENTRY_UNUSABLE', status: 'warning' }]);
    expect(issuerEntriesOf(report)).toBe(issuerEntriesOf(report));
  });

  it('serve the bare code, too', async () => {
    const { issuers } = issuerEntriesOf(await listed({}));
    const text = license.code.text;
    expect(await verifyLicenseQr(text, { at: AT, issuers, statusLists })).toMatchObject({ trust: 'trusted' });
    const compromised = { state: 'compromised', compromisedAt: day('2026-05-01') } as const;
    const bad = issuerEntriesOf(await listed({}, compromised));
    expect(await verifyLicenseQr(text, { at: AT, issuers: bad.issuers })).toMatchObject({
      trust: 'revoked',
      conclusion: 'not-usable',
    });
  });
});
