import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/foundation/core/index.ts';
import type { Ledger, LedgerJob, StatusEvent } from '../../src/license/index.ts';

/** How an adapter is put to the test. */
export interface LedgerUnderTest {
  readonly name: string;
  /** An empty ledger. */
  open(): Promise<Ledger>;
  /** Closes it as a kill would leave it, and opens it again. */
  reopen(ledger: Ledger): Promise<Ledger>;
}

const TYPE_CODE = '11100000000013338W032';
const ISSUER_CODE = '11339900MACEHX0128';

export function jobOf(name: string, change: Partial<LedgerJob> = {}): LedgerJob {
  return {
    jobDigest: utf8(`job ${name}`.padEnd(32)),
    typeCode: TYPE_CODE,
    issuerCode: ISSUER_CODE,
    number: `number ${name}`,
    version: '001',
    ...change,
  };
}

export const ISSUED: StatusEvent = {
  operation: '01',
  state: 'valid',
  at: new Date('2026-11-23T04:00:00Z'),
  effectiveFrom: '2026-11-23',
};

const REVOKED: StatusEvent = { ...ISSUED, operation: '05', state: 'revoked' };

/** Walks a job from its reservation to PUBLISHED. */
export async function publishJob(ledger: Ledger, job: LedgerJob): Promise<string> {
  const { jobKey, token } = await ledger.reserve(job);
  await ledger.advance(jobKey, token, { step: 'QR', qr: utf8('code') });
  await ledger.advance(jobKey, token, { step: 'PREPARED', toSignDigest: utf8('digest') });
  await ledger.advance(jobKey, token, { step: 'SIGNED', sealValue: utf8('value') });
  const fileDigest = await ledger.putFile(utf8(`file of ${job.number}`));
  await ledger.advance(jobKey, token, { step: 'SEALED', fileDigest });
  const record = await ledger.advance(jobKey, token, { step: 'PUBLISHED', event: ISSUED });
  return record.identifier;
}

export async function statesOf(ledger: Ledger, list = 0): Promise<Map<number, string>> {
  const states = new Map<number, string>();
  for await (const { index, state } of ledger.statusEntries(list)) states.set(index, state);
  return states;
}

function reason(expected: string) {
  return { code: 'LEDGER_CONFLICT', details: { reason: expected } };
}

/** The promises of the Ledger port, for every adapter. */
export function ledgerContract(subject: LedgerUnderTest): void {
  describe(`the ledger ${subject.name}`, () => {
    it('reserves identifier, status index, salts and time once for a job', async () => {
      const ledger = await subject.open();
      const first = await ledger.reserve(jobOf('a'));
      expect(first).toMatchObject({ state: 'RESERVED', status: 'not-issued', version: '001', history: [] });
      expect(first.identifier).toMatch(
        /^1\.2\.156\.3005\.2\.11100000000013338W032\.11339900MACEHX0128\.[0-9A-Z]{20}\.001\.[0-9A-Z]$/,
      );
      expect(first.saltSeed).toHaveLength(32);
      ledger.release(first.jobKey, first.token);
      const again = await ledger.reserve(jobOf('a'));
      expect({ ...again, token: 0 }).toEqual({ ...first, token: 0 });
      expect(again.token).toBeGreaterThan(first.token);
      await ledger.close();
    });

    it('gives a job to one worker at a time, and fences the one before', async () => {
      const ledger = await subject.open();
      const first = await ledger.reserve(jobOf('a'));
      await expect(ledger.reserve(jobOf('a'))).rejects.toMatchObject(reason('in-work'));
      ledger.release(first.jobKey, first.token);
      const second = await ledger.reserve(jobOf('a'));
      const step = { step: 'QR', qr: utf8('code') } as const;
      await expect(ledger.advance(first.jobKey, first.token, step)).rejects.toMatchObject(reason('fenced'));
      ledger.release(first.jobKey, first.token);
      await ledger.advance(second.jobKey, second.token, step);
      await ledger.close();
    });

    it('lets two workers at the same instant have one reservation between them', async () => {
      const ledger = await subject.open();
      const both = await Promise.allSettled([ledger.reserve(jobOf('a')), ledger.reserve(jobOf('a'))]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await ledger.close();
    });

    it('never gives a number and version, or an identifier, to two jobs', async () => {
      const ledger = await subject.open();
      const { identifier } = await ledger.reserve(jobOf('a'));
      const sameNumber = jobOf('b', { number: 'number a' });
      await expect(ledger.reserve(sameNumber)).rejects.toMatchObject(reason('number-taken'));
      await ledger.reserve(jobOf('b', { number: 'number a', version: '002', serial: 'B' }));
      await expect(ledger.reserve(jobOf('c', { identifier }))).rejects.toMatchObject(
        reason('identifier-taken'),
      );
      await ledger.close();
    });

    it('takes steps in their order only', async () => {
      const ledger = await subject.open();
      const { jobKey, token } = await ledger.reserve(jobOf('a'));
      const wrong = [
        { step: 'PREPARED', toSignDigest: utf8('d') },
        { step: 'SIGNED', sealValue: utf8('v') },
        { step: 'SEALED', fileDigest: '00' },
        { step: 'PUBLISHED', event: ISSUED },
      ] as const;
      for (const step of wrong) {
        await expect(ledger.advance(jobKey, token, step), step.step).rejects.toMatchObject(
          reason('out-of-order'),
        );
      }
      await ledger.advance(jobKey, token, { step: 'QR', qr: utf8('code') });
      const again = ledger.advance(jobKey, token, { step: 'QR', qr: utf8('other') });
      await expect(again).rejects.toMatchObject(reason('out-of-order'));
      await ledger.advance(jobKey, token, wrong[0]);
      await expect(ledger.advance(jobKey, token, { step: 'ABANDONED' })).rejects.toMatchObject(
        reason('out-of-order'),
      );
      await ledger.close();
    });

    it('frees number and version of an abandoned job, and never its identifier or index', async () => {
      const ledger = await subject.open();
      const a = await ledger.reserve(jobOf('a'));
      await ledger.advance(a.jobKey, a.token, { step: 'ABANDONED' });
      const b = await ledger.reserve(jobOf('b', { number: 'number a' }));
      expect([b.identifier, b.statusIndex]).not.toEqual([a.identifier, a.statusIndex]);
      const burnt = jobOf('c', { identifier: a.identifier });
      await expect(ledger.reserve(burnt)).rejects.toMatchObject(reason('identifier-taken'));
      await ledger.close();
    });

    it('shows a license in its status list only when it is published, and every change after it', async () => {
      const ledger = await subject.open();
      await ledger.reserve(jobOf('unfinished'));
      const identifier = await publishJob(ledger, jobOf('a'));
      const index = (await ledger.find(identifier))!.statusIndex;
      expect(await statesOf(ledger)).toEqual(new Map([[index, 'valid']]));
      await ledger.changeStatus(identifier, 'valid', REVOKED);
      expect(await statesOf(ledger)).toEqual(new Map([[index, 'revoked']]));
      const late = ledger.changeStatus(identifier, 'valid', { ...REVOKED, state: 'suspended' });
      await expect(late).rejects.toMatchObject(reason('status-changed'));
      await ledger.close();
    });

    it('supersedes the license before in the same step, or not at all', async () => {
      const ledger = await subject.open();
      const previous = await publishJob(ledger, jobOf('a'));
      const successor = jobOf('b', { previousIdentifier: previous, number: 'number a', version: '002' });
      const { jobKey, token } = await ledger.reserve(successor);
      await ledger.advance(jobKey, token, { step: 'QR', qr: utf8('code') });
      await ledger.advance(jobKey, token, { step: 'PREPARED', toSignDigest: utf8('d') });
      await ledger.advance(jobKey, token, { step: 'SIGNED', sealValue: utf8('v') });
      await ledger.advance(jobKey, token, { step: 'SEALED', fileDigest: '00' });
      const supersede = { from: ['valid'], event: { ...ISSUED, state: 'superseded' } } as const;
      await ledger.changeStatus(previous, 'valid', { ...ISSUED, state: 'suspended' });
      const early = ledger.advance(jobKey, token, { step: 'PUBLISHED', event: ISSUED, supersede });
      await expect(early).rejects.toMatchObject(reason('status-changed'));
      await ledger.changeStatus(previous, 'suspended', ISSUED);
      await ledger.advance(jobKey, token, { step: 'PUBLISHED', event: ISSUED, supersede });
      expect([...(await statesOf(ledger)).values()].sort()).toEqual(['superseded', 'valid']);
      await ledger.close();
    });

    it('keeps everything when it is opened again, but for who held what', async () => {
      const ledger = await subject.open();
      const identifier = await publishJob(ledger, jobOf('a'));
      await ledger.changeStatus(identifier, 'valid', { ...REVOKED, description: '示例' });
      const held = await ledger.reserve(jobOf('b'));
      await ledger.advance(held.jobKey, held.token, { step: 'QR', qr: utf8('code') });
      const before = await ledger.find(identifier);
      const fileDigest = before!.fileDigest!;
      const again = await subject.reopen(ledger);
      expect(await again.find(identifier)).toEqual(before);
      expect(await again.getFile(fileDigest)).toEqual(utf8('file of number a'));
      const resumed = await again.reserve(jobOf('b'));
      expect(resumed).toMatchObject({
        identifier: held.identifier,
        qr: utf8('code'),
        statusIndex: held.statusIndex,
      });
      expect(resumed.token).toBeGreaterThan(held.token);
      await again.close();
    });

    it('allots no index twice, and starts another list before one is full', async () => {
      const ledger = await subject.open();
      const seen = new Set<string>();
      for (let i = 0; i < ledger.statusListSize; i++) {
        const { statusList, statusIndex } = await ledger.reserve(jobOf(String(i)));
        seen.add(`${statusList}/${statusIndex}`);
        expect(statusIndex).toBeLessThan(ledger.statusListSize);
      }
      expect(seen.size).toBe(ledger.statusListSize);
      expect([...seen].some((key) => key.startsWith('1/'))).toBe(true);
      await ledger.close();
    });
  });
}
