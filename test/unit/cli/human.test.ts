import { describe, expect, it } from 'vitest';
import { humanText } from '../../../src/cli/verify/human.ts';
import type { Report, SignatureReport } from '../../../src/foundation/validation/index.ts';

const signature: SignatureReport = {
  id: 's',
  kind: 'signature',
  format: 'PAdES',
  level: 'PAdES-B-T',
  cryptography: 'intact',
  coverage: 'whole-revision',
  modification: 'form-fill',
  trust: 'trusted',
  indication: 'TOTAL_PASSED',
  subIndication: null,
  algorithm: 'ES256',
  signer: null,
  claimedTime: null,
  bestTime: { time: '2026-06-01T00:00:00Z', source: 'signature-timestamp' },
  checks: [],
};

const reportOf = (entry: SignatureReport, nextRenewalDue: string | null): Report => ({
  schema: 'yinxin.report/1',
  tool: { name: 'yinxin', version: '0' },
  at: '2026-07-01T00:00:00Z',
  input: { name: '样章.pdf', size: 1, sha256: '00', format: 'pdf' },
  conclusion: { indication: 'TOTAL_PASSED', subIndications: [] },
  signatures: [entry],
  checks: [],
  notChecked: [],
  evidence: { nextRenewalDue },
});

const textOf = (report: Report, language: 'zh' | 'en'): string[] =>
  humanText({ name: '样章.pdf', report }, language).split('\n');

describe('what a person reads of a report', () => {
  it('names what was changed after the signature, and when its proof must be renewed', () => {
    const changes = [{ code: 'FORM_FIELD_VALUE', detail: 'the field 事项 was filled' }];
    const report = reportOf({ ...signature, changes }, '2028-01-01T00:00:00Z');
    expect(textOf(report, 'en')).toEqual(
      expect.arrayContaining([
        '    changed since FORM_FIELD_VALUE: the field 事项 was filled',
        '  renew the proof before: 2028-01-01T00:00:00Z',
      ]),
    );
    expect(textOf(report, 'zh')).toEqual(
      expect.arrayContaining(['  证明须更新的期限: 2028-01-01T00:00:00Z']),
    );
  });

  it('says nothing of either where there is none', () => {
    const text = textOf(reportOf(signature, null), 'en').join('\n');
    expect(text).not.toMatch(/changed since|renew/);
  });
});
