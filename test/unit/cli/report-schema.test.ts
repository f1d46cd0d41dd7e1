import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/foundation/validation/index.ts';

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
const validate = ajv.compile(JSON.parse(readFileSync('schema/yinxin.report-1.schema.json', 'utf8')));
const problems = (value: unknown): unknown[] => (validate(value) ? [] : (validate.errors ?? []));

const report: Report = {
  schema: 'yinxin.report/1',
  tool: { name: 'yinxin', version: '0.1.0' },
  at: '2026-08-01T00:00:00Z',
  input: { name: '样章.pdf', size: 1, sha256: '0'.repeat(64), format: 'pdf' },
  conclusion: { indication: 'TOTAL_FAILED', subIndications: ['HASH_FAILURE'] },
  signatures: [
    {
      id: 'sig-1',
      kind: 'seal',
      format: 'PAdES',
      level: 'PAdES-B-B',
      cryptography: 'broken',
      coverage: 'whole-file',
      modification: 'none',
      trust: 'trusted',
      indication: 'TOTAL_FAILED',
      subIndication: 'HASH_FAILURE',
      algorithm: 'SM2-SM3',
      signer: null,
      claimedTime: null,
      bestTime: { time: '2026-08-01T00:00:00Z', source: 'validation-time' },
      checks: [{ code: 'MESSAGE_DIGEST', status: 'failed', detail: 'x', clause: 'RFC 5652 11.2' }],
    },
  ],
  checks: [],
  evidence: { nextRenewalDue: null },
  notChecked: [{ code: 'REVOCATION', detail: 'x' }],
};
const [signature] = report.signatures;

describe('the JSON Schema of yinxin.report/1', () => {
  it('accepts a report of the declared type', () => {
    expect(problems(report)).toEqual([]);
  });

  it('refuses unknown members anywhere', () => {
    expect(problems({ ...report, valid: true })).not.toEqual([]);
    expect(problems({ ...report, signatures: [{ ...signature, valid: true }] })).not.toEqual([]);
  });

  it('refuses a passed signature that gives a reason to fail, and a failed one with an indeterminate reason', () => {
    const passed = { ...signature, indication: 'TOTAL_PASSED' };
    expect(problems({ ...report, signatures: [passed] })).not.toEqual([]);
    const odd = { ...signature, subIndication: 'NO_POE' };
    expect(problems({ ...report, signatures: [odd] })).not.toEqual([]);
  });

  it('refuses a local time and an unknown vocabulary word', () => {
    expect(problems({ ...report, at: '2026-08-01T08:00:00+08:00' })).not.toEqual([]);
    expect(problems({ ...report, conclusion: { indication: 'VALID', subIndications: [] } })).not.toEqual([]);
  });
});
