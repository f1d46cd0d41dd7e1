import { describe, expect, it } from 'vitest';
import type { SignatureFacts } from '../../../src/foundation/validation/index.ts';
import { codes, day, judgeAll, judgeOne, signature, timestamp, verdictOf, world } from './world.ts';

/** The signer's certificate ended on 2028-01-01: only a proof from before saves the signature. */
const LATER = { at: day('2029-06-01') };
const PROVED = day('2026-06-01');

async function verdictWith(...proofs: readonly SignatureFacts[]): Promise<string> {
  const { signer } = await world();
  return verdictOf(await judgeOne([signature(signer), ...proofs], LATER));
}

describe('a proof of existence', () => {
  it('is given by a good timestamp over the signature', async () => {
    const { tsa } = await world();
    expect(await verdictWith(await timestamp(tsa, PROVED))).toBe('TOTAL_PASSED');
  });

  it('is not given by a timestamp over another signature', async () => {
    const { signer, tsa } = await world();
    const entries = [signature(signer), await timestamp(tsa, PROVED, { overOtherData: true })];
    const report = await judgeOne(entries, LATER);
    expect(verdictOf(report)).toBe('OUT_OF_BOUNDS_NO_POE');
    expect(report.bestTime.source).toBe('validation-time');
    expect(codes(report, 'failed')).toContain('CHILD_TIMESTAMP_NOT_PROVED');
  });

  it('is not given by an authority that nobody trusts, whatever it covers', async () => {
    const { strangeTsa } = await world();
    expect(await verdictWith(await timestamp(strangeTsa, PROVED))).toBe('OUT_OF_BOUNDS_NO_POE');
    const document = await timestamp(strangeTsa, PROVED, { kind: 'document-timestamp' });
    expect(await verdictWith(document)).toBe('OUT_OF_BOUNDS_NO_POE');
  });

  it('is not given by a certificate that is not made for time stamping', async () => {
    const { pki } = await world();
    expect(await verdictWith(await timestamp(pki.sealSigner, PROVED))).toBe('OUT_OF_BOUNDS_NO_POE');
  });

  it('from behind the end of the certificate proves nothing about before', async () => {
    const { tsa } = await world();
    expect(await verdictWith(await timestamp(tsa, day('2028-06-01')))).toBe('OUT_OF_BOUNDS_NO_POE');
  });

  it('from behind the validation time is passed over and told', async () => {
    const { signer, tsa } = await world();
    const entries = [signature(signer), await timestamp(tsa, day('2027-01-01'))];
    const { signatures } = await judgeAll(entries);
    expect(signatures.map(verdictOf)).toEqual(['TOTAL_PASSED', 'TOTAL_PASSED']);
    expect(signatures[0]!.bestTime.source).toBe('validation-time');
    expect(signatures[0]!.level).toBe('PAdES-B-B');
    expect(codes(signatures[0]!, 'warning')).toContain('CHILD_TIMESTAMP_NOT_PROVED');
    expect(codes(signatures[1]!, 'warning')).toContain('TIMESTAMP_IN_FUTURE');
  });

  it('of one signature is none of another', async () => {
    const { signer, tsa } = await world();
    const other = signature(signer, { id: 'other' });
    const { signatures } = await judgeAll([signature(signer), await timestamp(tsa, PROVED), other], LATER);
    expect(signatures.map(verdictOf)).toEqual(['TOTAL_PASSED', 'TOTAL_PASSED', 'OUT_OF_BOUNDS_NO_POE']);
  });

  it('is not given by a document timestamp that does not cover whole revisions, or was broken', async () => {
    const { tsa } = await world();
    const spoiled: readonly Partial<SignatureFacts>[] = [
      { coverage: 'partial' },
      { coverage: 'none' },
      { cryptography: 'broken' },
      { cryptography: 'not-checked' },
      { formatFailure: 'SIG_CONSTRAINTS_FAILURE' },
    ];
    const stamp = (change: Partial<SignatureFacts>) =>
      timestamp(tsa, PROVED, { kind: 'document-timestamp', change });
    expect(await verdictWith(await stamp({}))).toBe('TOTAL_PASSED');
    for (const change of spoiled) expect(await verdictWith(await stamp(change))).toBe('OUT_OF_BOUNDS_NO_POE');
  });

  it('by a document timestamp holds whatever was changed behind it', async () => {
    const { tsa } = await world();
    const change = { modification: 'not-checked', coverage: 'whole-revision' } as const;
    const document = await timestamp(tsa, PROVED, { kind: 'document-timestamp', change });
    expect(await verdictWith(document)).toBe('TOTAL_PASSED');
  });

  it('is not given by a content timestamp: that one is older than the signature', async () => {
    const { signer, tsa } = await world();
    const content = await timestamp(tsa, PROVED, { covers: { signatures: [], objects: [] } });
    const entry = signature(signer, { covers: { signatures: ['t'], objects: [] } });
    // Made between 2026 and the validation time: nobody knows when, and it was not proved to be too late.
    expect(verdictOf(await judgeOne([entry, content], LATER))).toBe('OUT_OF_BOUNDS_NO_POE');
  });

  it('is not given by a countersignature, however trusted', async () => {
    const { pki, signer } = await world();
    const counter = signature(pki.signer, {
      id: 'c',
      parent: 's',
      kind: 'countersignature',
      covers: { signatures: ['s'], objects: [] },
      claimedTime: PROVED,
    });
    expect(await verdictWith(counter)).toBe('OUT_OF_BOUNDS_NO_POE');
    expect(signer.certificate.length).toBeGreaterThan(0);
  });

  it('is not given by timestamps that stand within each other', async () => {
    const { tsa } = await world();
    const first = await timestamp(tsa, PROVED, { id: 'a', covers: { signatures: ['s', 'b'], objects: [] } });
    const second = await timestamp(tsa, PROVED, { id: 'b', covers: { signatures: ['s', 'a'], objects: [] } });
    const { signer } = await world();
    // Their authority has ended: neither saves the other.
    const report = await judgeOne([signature(signer), first, second], { at: day('2031-01-01') });
    expect(verdictOf(report)).toBe('OUT_OF_BOUNDS_NO_POE');
  });

  it('never lifts a verdict on the value', async () => {
    const { signer, tsa } = await world();
    const broken = signature(signer, { cryptography: 'broken' });
    expect(verdictOf(await judgeOne([broken, await timestamp(tsa, PROVED)]))).toBe('SIG_CRYPTO_FAILURE');
  });

  it('within a second of another agrees with it, as accuracies allow', async () => {
    const { signer, tsa } = await world();
    const own = await timestamp(tsa, new Date('2026-06-01T00:00:01Z'));
    const around = (time: string) =>
      timestamp(tsa, new Date(time), {
        id: 'd',
        kind: 'document-timestamp',
        covers: { signatures: ['s', 't'], objects: [] },
      });
    const verdictAround = async (time: string) =>
      verdictOf(await judgeOne([signature(signer), own, await around(time)]));
    expect(await verdictAround('2026-06-01T00:00:00Z')).toBe('TOTAL_PASSED');
    expect(await verdictAround('2026-05-31T23:59:50Z')).toBe('TIMESTAMP_ORDER_FAILURE');
  });

  it('about a token that was revoked must be older than the revocation', async () => {
    const { pki, signer, tsa, laterTsa } = await world();
    const revoked = { certificate: tsa, at: day('2027-01-01') };
    const crls = [await pki.crl({ thisUpdate: day('2029-05-30'), revoked: [revoked] })];
    const options = { ...LATER, crls, revocation: 'if-available' as const };
    const token = await timestamp(tsa, PROVED);
    expect(verdictOf(await judgeOne([signature(signer), token], options))).toBe('OUT_OF_BOUNDS_NO_POE');
    const over = (date: string) =>
      timestamp(laterTsa, day(date), {
        id: 'd',
        kind: 'document-timestamp',
        covers: { signatures: ['s', 't'], objects: [signer.certificate, tsa.certificate] },
      });
    expect(verdictOf(await judgeOne([signature(signer), token, await over('2029-03-01')], options))).toBe(
      'OUT_OF_BOUNDS_NO_POE',
    );
    const held = { ...revoked, at: day('2029-04-01') };
    const later = { ...options, crls: [await pki.crl({ thisUpdate: day('2029-05-30'), revoked: [held] })] };
    expect(verdictOf(await judgeOne([signature(signer), token, await over('2029-03-01')], later))).toBe(
      'TOTAL_PASSED',
    );
  });

  it('is nothing that a file with timestamps alone could pass by', async () => {
    const { tsa } = await world();
    const alone = await timestamp(tsa, PROVED, {
      kind: 'document-timestamp',
      covers: { signatures: [], objects: [] },
    });
    const { conclusion } = await judgeAll([alone]);
    expect(conclusion.indication).toBe('NO_SIGNATURE_FOUND');
  });
});
