import { beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../../src/entries/index.ts';
import type { IssuedLicense } from '../../../src/license/index.ts';
import { changeLicense } from '../../../src/license/index.ts';
import { fixedClock } from '../../../src/testing/index.ts';
import { type Agency, AT, agencyOf } from '../../support/license.ts';
import { sealedPdf } from '../../support/life.ts';

describe('a PDF with a metadata.xml of somebody else', () => {
  it('is judged as the signed PDF it is, not as a bad license', async () => {
    const { file, trust } = await sealedPdf('P-256');
    const report = await verify(file, { at: AT, trust, revocation: 'none' });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.license).toBeUndefined();
  });
});

for (const algorithm of ['P-256', 'SM2'] as const) {
  describe(`an issued license (${algorithm})`, () => {
    let agency: Agency;
    let license: IssuedLicense;
    beforeAll(async () => {
      agency = await agencyOf(algorithm);
      license = await agency.issue();
    });

    it('is usable with its trust and its status list', async () => {
      const report = await verify(license.file, agency.options([await agency.statusList(license)]));
      expect(report.conclusion, JSON.stringify(report, null, 1)).toEqual({
        indication: 'TOTAL_PASSED',
        subIndications: [],
      });
      expect(report.license, JSON.stringify(report.checks, null, 1)).toMatchObject({
        identifier: license.identifier,
        status: 'valid',
        conclusion: 'usable',
        crossChecks: {
          qrRoot: 'match',
          metadataRoot: 'match',
          visibleFields: 'match',
          issuerAuthority: 'match',
          expectation: 'not-applicable',
        },
      });
    });

    it('is unknown without a status list, and never usable without its issuer', async () => {
      const offline = await verify(license.file, agency.options([]));
      expect(offline.license!.conclusion).toBe('unknown');
      const list = await agency.statusList(license);
      const options = agency.options([list]);
      const { licenseIssuers, ...trust } = options.trust;
      expect(licenseIssuers).toHaveLength(1);
      const unlisted = await verify(license.file, { ...options, trust });
      expect(unlisted.license!.conclusion).not.toBe('usable');
    });

    it('meets an expectation or is not usable', async () => {
      const list = await agency.statusList(license);
      const met = await verify(
        license.file,
        agency.options([list], { expect: { identifier: license.identifier } }),
      );
      expect(met.license).toMatchObject({ conclusion: 'usable', crossChecks: { expectation: 'match' } });
      const missed = await verify(
        license.file,
        agency.options([list], { expect: { holderCode: '92339900MA2TETT073' } }),
      );
      expect(missed.license).toMatchObject({
        conclusion: 'not-usable',
        crossChecks: { expectation: 'mismatch' },
      });
    });

    it('is not usable once it is revoked and the list renewed', async () => {
      await changeLicense(
        { identifier: license.identifier, operation: '05', ending: 'revoke' },
        { ledger: agency.ledger, clock: fixedClock(AT) },
      );
      const report = await verify(license.file, agency.options([await agency.statusList(license, AT)]));
      expect(report.license).toMatchObject({ conclusion: 'not-usable', status: 'revoked' });
    });
  });
}
