import { describe, expect, it } from 'vitest';
import { verifyLicense } from '../../../src/entries/license.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';
import { agencyOf } from '../../support/license.ts';
import { scene } from '../sign/long-term-scene.ts';

describe('verifyLicense', () => {
  it('tells whether a license may be used, and holds it against what is expected', async () => {
    const agency = await agencyOf('P-256');
    const issued = await agency.issue();
    const options = agency.options([await agency.statusList(issued)]);
    const report = await verifyLicense(issued.file, options);
    expect(report.license).toMatchObject({ conclusion: 'usable', identifier: issued.identifier });
    const other = await verifyLicense(issued.file, { ...options, expect: { type: '另一种证照' } });
    expect(other.license.conclusion).toBe('not-usable');
  });

  it('calls a well signed file that is no license not usable, by name', async () => {
    const { signed, options } = await scene();
    const { at, trust, validationData } = options;
    const crls = validationData?.crls ?? [];
    const report = await verifyLicense(signed, {
      at,
      trust: { signers: [], ...trust },
      crls,
      revocation: 'require',
    });
    expect(report.conclusion.indication).toBe('TOTAL_PASSED');
    expect(report.license).toMatchObject({ conclusion: 'not-usable', identifier: null });
    expect(report.checks).toContainEqual(
      expect.objectContaining({ code: 'LICENSE_ABSENT', status: 'failed' }),
    );
  });

  it('is no other door: what is of no known format is an error here too', async () => {
    const options = { at: new Date(0), trust: { signers: [] }, revocation: 'none' } as const;
    await expect(verifyLicense(utf8('plain words'), options)).rejects.toMatchObject({
      code: 'FORMAT_UNKNOWN',
    });
  });
});
