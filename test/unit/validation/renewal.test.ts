import { describe, expect, it } from 'vitest';
import { renewalDue } from '../../../src/foundation/validation/index.ts';
import { parseCertificate } from '../../../src/foundation/x509/index.ts';
import { day, judgeAll, signature, timestamp, world } from './world.ts';

describe('the next renewal', () => {
  const dueOf = async (...args: Parameters<typeof judgeAll>) => {
    const { evidence, signatures } = await judgeAll(...args);
    const check = signatures[0]!.checks.find(({ code }) => code === 'RENEWAL_DUE');
    return { due: evidence.nextRenewalDue, status: check?.status, detail: check?.detail };
  };

  it('is due when the signer’s own chain ends, where no timestamp carries the signature', async () => {
    const { signer } = await world();
    expect(await dueOf([signature(signer)])).toMatchObject({ due: '2028-01-01T00:00:00Z', status: 'passed' });
  });

  it('is due when demanded revocation data is not fresh any more', async () => {
    const { pki, signer } = await world();
    const { crls } = await pki.validationData();
    const due = await dueOf([signature(signer, { crls })], { revocation: 'require' });
    expect(due).toMatchObject({ due: '2026-07-07T23:00:00Z', status: 'passed' });
    expect(due.detail).toContain('fresh');
  });

  it('is due when the authority of the newest good timestamp ends', async () => {
    const { signer, tsa, laterTsa, strangeTsa } = await world();
    const first = await timestamp(tsa, day('2026-06-01'));
    expect(await dueOf([signature(signer), first])).toMatchObject({ due: '2030-01-01T00:00:00Z' });
    const newest = await timestamp(laterTsa, day('2029-06-01'), {
      id: 'd',
      kind: 'document-timestamp',
      covers: { signatures: ['s', 't'], objects: [] },
    });
    const at = { at: day('2029-07-01') };
    expect(await dueOf([signature(signer), first, newest], at)).toMatchObject({
      due: '2032-01-01T00:00:00Z',
    });
    const strange = await timestamp(strangeTsa, day('2029-06-15'), { id: 'x' });
    expect(await dueOf([signature(signer), first, newest, strange], at)).toMatchObject({
      due: '2032-01-01T00:00:00Z',
    });
  });

  it('is due when an algorithm ends', async () => {
    const { signer, tsa } = await world();
    const weak = await timestamp(tsa, day('2026-06-01'), {
      change: { algorithms: [{ kind: 'digest', digest: 'sha224' }] },
    });
    const due = await dueOf([signature(signer), weak]);
    expect(due).toMatchObject({ due: '2029-01-01T00:00:00Z', status: 'passed' });
    expect(due.detail).toContain('SHA-224');
  });

  it('of a time in the future says what had to be renewed, and before when', async () => {
    const { signer, tsa } = await world();
    const entries = [signature(signer), await timestamp(tsa, day('2026-06-01'))];
    const { conclusion } = await judgeAll(entries, { at: day('2035-01-01') });
    expect(conclusion.indication).toBe('INDETERMINATE');
    const due = await dueOf(entries, { at: day('2032-01-01') });
    expect(due).toMatchObject({ due: '2030-01-01T00:00:00Z', status: 'warning' });
    expect(due.detail).toContain('had to be renewed before');
  });

  it('is none where nothing can be carried on', async () => {
    const { signer } = await world();
    for (const change of [{ cryptography: 'broken' }, { formatFailure: 'FORMAT_FAILURE' }] as const) {
      expect((await dueOf([signature(signer, change)])).due).toBeNull();
    }
    expect((await dueOf([signature(signer)], { trust: { signers: [] } })).due).toBeNull();
  });

  it('is computed from what a proof rests on alone', async () => {
    const { signer } = await world();
    const path = [parseCertificate(signer.certificate)];
    expect(renewalDue({ name: 'x', path, algorithms: [] })?.due).toEqual(day('2028-01-01'));
    expect(renewalDue({ name: 'x', path: [], algorithms: [] })).toBeUndefined();
    const freshUntil = day('2027-01-01');
    expect(renewalDue({ name: 'x', path, algorithms: [], freshUntil })?.due).toEqual(freshUntil);
  });
});
