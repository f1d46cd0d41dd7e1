import { describe, expect, it } from 'vitest';
import { concludeFile } from '../../../src/foundation/validation/conclusion.ts';
import type { SignatureFacts, SignatureReport } from '../../../src/foundation/validation/index.ts';
import { verdictFromAxes, verdictOf } from '../../../src/foundation/validation/indication.ts';
import { levelReached } from '../../../src/foundation/validation/level.ts';

const good: SignatureFacts = {
  id: 's1',
  kind: 'signature',
  format: 'PAdES',
  cryptography: 'intact',
  coverage: 'whole-file',
  modification: 'none',
  purpose: 'signers',
  certificates: [],
  crls: [],
  ocspResponses: [],
  baselineAttributes: true,
  checks: [],
  notChecked: [],
};
const trusted = { trust: 'trusted', subIndication: null } as const;

describe('from four axes to one indication', () => {
  it('passes only what is good on every axis', () => {
    expect(verdictFromAxes(good, trusted)).toEqual({ indication: 'TOTAL_PASSED', subIndication: null });
    for (const modification of ['none', 'ltv-update', 'form-fill', 'annotation', 'not-applicable'] as const) {
      expect(verdictFromAxes({ ...good, coverage: 'whole-revision', modification }, trusted).indication).toBe(
        'TOTAL_PASSED',
      );
    }
  });

  const spoiled: readonly (readonly [string, Partial<SignatureFacts>, string, string])[] = [
    ['a broken value', { cryptography: 'broken' }, 'TOTAL_FAILED', 'SIG_CRYPTO_FAILURE'],
    [
      'a broken digest',
      {
        cryptography: 'broken',
        checks: [{ code: 'MESSAGE_DIGEST', status: 'failed', detail: '', clause: '' }],
      },
      'TOTAL_FAILED',
      'HASH_FAILURE',
    ],
    ['an unknown algorithm', { cryptography: 'not-checked' }, 'INDETERMINATE', 'CRYPTO_CONSTRAINTS_FAILURE'],
    [
      'missing content',
      { cryptography: 'not-checked', coverage: 'none' },
      'INDETERMINATE',
      'SIGNED_DATA_NOT_FOUND',
    ],
    ['partial coverage', { coverage: 'partial' }, 'INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE'],
    ['no coverage', { coverage: 'none' }, 'INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE'],
    ['a forbidden change', { modification: 'disallowed' }, 'TOTAL_FAILED', 'FORMAT_FAILURE'],
    ['changes nobody checked', { modification: 'not-checked' }, 'INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE'],
    ['a failure of the format', { formatFailure: 'FORMAT_FAILURE' }, 'TOTAL_FAILED', 'FORMAT_FAILURE'],
    [
      'a demand not met',
      { formatFailure: 'SIG_CONSTRAINTS_FAILURE' },
      'INDETERMINATE',
      'SIG_CONSTRAINTS_FAILURE',
    ],
    [
      'a demand not met, and a wrong value',
      { formatFailure: 'SIG_CONSTRAINTS_FAILURE', cryptography: 'broken' },
      'TOTAL_FAILED',
      'SIG_CRYPTO_FAILURE',
    ],
  ];
  for (const [name, change, indication, subIndication] of spoiled) {
    it(`never passes ${name}, however trusted the signer`, () => {
      expect(verdictFromAxes({ ...good, ...change }, trusted)).toEqual({ indication, subIndication });
    });
  }

  it('never passes a signer who is not trusted, even without a reason given', () => {
    for (const trust of ['untrusted', 'revoked', 'expired', 'unknown'] as const) {
      expect(verdictFromAxes(good, { trust, subIndication: null }).indication).not.toBe('TOTAL_PASSED');
    }
  });

  it('puts each sub-indication under the main indication of ETSI EN 319 102-1', () => {
    expect(verdictOf('REVOKED').indication).toBe('TOTAL_FAILED');
    expect(verdictOf('REVOKED_NO_POE').indication).toBe('INDETERMINATE');
    expect(verdictOf('EXPIRED').indication).toBe('TOTAL_FAILED');
    expect(verdictOf('OUT_OF_BOUNDS_NO_POE').indication).toBe('INDETERMINATE');
  });
});

describe('the conclusion on a file', () => {
  const entry = (change: Partial<SignatureReport>): SignatureReport =>
    ({
      id: 'x',
      kind: 'signature',
      indication: 'TOTAL_PASSED',
      subIndication: null,
      ...change,
    }) as SignatureReport;

  it('is the worst of the top entries', () => {
    const bad = entry({ indication: 'TOTAL_FAILED', subIndication: 'HASH_FAILURE' });
    const open = entry({ indication: 'INDETERMINATE', subIndication: 'NO_POE' });
    expect(concludeFile([entry({}), open]).indication).toBe('INDETERMINATE');
    expect(concludeFile([bad, open, entry({})])).toEqual({
      indication: 'TOTAL_FAILED',
      subIndications: ['HASH_FAILURE', 'NO_POE'],
    });
  });

  it('is not raised and not lowered by a child', () => {
    const child = entry({ parent: 'x', kind: 'timestamp', indication: 'TOTAL_FAILED' });
    expect(concludeFile([entry({}), child]).indication).toBe('TOTAL_PASSED');
    expect(concludeFile([child]).indication).toBe('NO_SIGNATURE_FOUND');
  });

  it('finds no signature where there are only timestamps or nothing', () => {
    expect(concludeFile([]).indication).toBe('NO_SIGNATURE_FOUND');
    expect(concludeFile([entry({ kind: 'document-timestamp' })]).indication).toBe('NO_SIGNATURE_FOUND');
  });

  it('follows a failure of the file as a whole, also when every entry passed', () => {
    expect(concludeFile([entry({})], 'FORMAT_FAILURE').indication).toBe('TOTAL_FAILED');
    expect(concludeFile([entry({})], null).indication).toBe('INDETERMINATE');
  });
});

describe('the level', () => {
  it('is the one that was reached, not the one that was claimed', () => {
    const none = { time: false, archive: false };
    const stamped = { time: true, archive: false };
    const archived = { time: true, archive: true };
    const withData = { ...good, hasValidationData: true };
    expect(levelReached(good, none)).toBe('PAdES-B-B');
    expect(levelReached(good, stamped)).toBe('PAdES-B-T');
    expect(levelReached(withData, none)).toBe('PAdES-B-B');
    expect(levelReached(withData, stamped)).toBe('PAdES-B-LT');
    expect(levelReached(withData, archived)).toBe('PAdES-B-LTA');
    expect(levelReached(good, archived)).toBe('PAdES-B-T');
    expect(levelReached({ ...good, baselineAttributes: false }, archived)).toBe('none');
  });
});
