import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/entries/index.ts';
import { verifyLicense } from '../../../src/entries/license.ts';
import { qrMatrix, qrPng } from '../../../src/formats/qr/index.ts';

const OPTIONS = { at: new Date('2026-11-23T00:00:00Z'), trust: { signers: [] }, revocation: 'none' } as const;
const told = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code);
/** A picture of nothing: the code's own white margin, drawn from a code whose modules are all light. */
const BLANK = qrPng(Array.from({ length: 21 }, () => Array.from({ length: 21 }, () => false)));

describe('pictures given as files', () => {
  it('without a code are no error and no failure: nothing signed was found', async () => {
    const report = await verify(BLANK, OPTIONS);
    expect(report.conclusion).toEqual({ indication: 'NO_SIGNATURE_FOUND', subIndications: [] });
    expect(told(report.notChecked)).toEqual(['QR_NOT_FOUND']);
    expect(report.license).toBeUndefined();
    expect((await verifyLicense(BLANK, OPTIONS)).license.conclusion).toBe('not-usable');
  });

  it('with somebody’s code that is no license code fail by their structure', async () => {
    const report = await verify(qrPng(qrMatrix([{ mode: 'byte', data: 'WIFI:S:guest;;' }])), OPTIONS);
    expect(report.signatures[0]).toMatchObject({ kind: 'qr', indication: 'TOTAL_FAILED' });
    expect(report.license?.conclusion).toBe('not-usable');
  });

  it('that are damaged are malformed files, and throw nothing', async () => {
    for (const bytes of [BLANK.subarray(0, 40), BLANK.map((byte, i) => (i === 60 ? byte ^ 1 : byte))]) {
      const { conclusion } = await verify(bytes, OPTIONS);
      expect(conclusion).toEqual({ indication: 'TOTAL_FAILED', subIndications: ['FORMAT_FAILURE'] });
    }
  });
});
