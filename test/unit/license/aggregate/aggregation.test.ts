import { describe, expect, it } from 'vitest';
import {
  AGGREGATION_OPERATION_CODES,
  type AggregationBatch,
  type AggregationReceipt,
  aggregationChanges,
  aggregationRecord,
  aggregationRows,
} from '../../../../src/license/aggregate/index.ts';
import type { LicenseStatus } from '../../../../src/license/status/index.ts';
import { SAMPLE_RESIDENT_ID } from '../fixture.ts';
import { AT, change, idOf, metadataOf, outboxOn, receiverOn, SOURCE, watching } from './feed.ts';

const conflict = (reason: string) => ({ code: 'LEDGER_CONFLICT', details: { reason } });

describe('a record of the catalog feed', () => {
  const options = { at: AT, dataSource: '1' };
  const person = {
    holders: [{ name: '测试人', code: SAMPLE_RESIDENT_ID, codeType: '111' }],
  };

  it('has the fields of the national tables', () => {
    expect(aggregationRecord('add', metadataOf(1), options)).toEqual({
      cd_operation: '01',
      cd_time: '2026-11-23T04:00:00Z',
      certificate_source_id: idOf(1),
      certificate_name: '示例经营许可证',
      certificate_type: '示例经营许可证',
      certificate_type_code: '11100000000013338W032',
      certificate_number: '示许〔2026〕第000001号',
      certificate_area_code: '339900',
      certificate_holder: '示例市样章餐饮有限公司',
      certificate_holder_code: metadataOf(1).holders[0]!.code,
      certificate_holder_type: '001',
      issue_dept: metadataOf(1).issuer,
      issue_dept_code: metadataOf(1).issuerCode,
      issue_date: '20261123',
      data_source: '1',
    });
    const codes = { ...AGGREGATION_OPERATION_CODES, modify: 'U' };
    const modify = aggregationRecord('modify', metadataOf(1), { ...options, operationCodes: codes });
    expect(modify.cd_operation).toBe('U');
  });

  it('names the holder where the tables demand it, and in a delete nobody', () => {
    expect(JSON.stringify(aggregationRecord('add', metadataOf(1, person), options))).toContain(
      SAMPLE_RESIDENT_ID,
    );
    expect(Object.keys(aggregationRecord('delete', metadataOf(1, person), options))).toEqual([
      'cd_operation',
      'cd_time',
      'certificate_source_id',
      'certificate_type_code',
      'issue_dept_code',
      'data_source',
    ]);
  });

  it.each([
    ['nothing where something must stand', { name: '' }, 'certificate_name', 'MISSING'],
    ['too much', { number: 'x'.repeat(129) }, 'certificate_number', 'TOO_LONG'],
  ])('%s: every field is named, no value', (_, draft, field, code) => {
    expect(() => aggregationRecord('add', metadataOf(1, { ...person, ...draft }), options)).toThrow(
      expect.objectContaining({ code: 'LICENSE_INVALID', details: { fields: [{ field, code }] } }),
    );
    expect(() => aggregationRecord('add', metadataOf(1), { ...options, dataSource: '1234' })).toThrow();
  });
});

describe('what the life of a license means for the catalog', () => {
  const changesOf = (...states: LicenseStatus[]) => {
    const history = states.map((state) => ({
      operation: '01',
      state,
      at: AT,
      effectiveFrom: '2026-11-23',
    }));
    const record = { identifier: idOf(1), state: 'PUBLISHED' as const, history };
    return aggregationChanges(record, metadataOf(1), { dataSource: '1' });
  };
  const operations = (...states: LicenseStatus[]) => changesOf(...states).map(({ operation }) => operation);

  it('issue, change, end, and what is valid again', () => {
    expect(operations('valid')).toEqual(['add']);
    expect(operations('valid', 'suspended', 'valid', 'expired')).toEqual([
      'add',
      'modify',
      'modify',
      'modify',
    ]);
    for (const end of ['revoked', 'cancelled', 'withdrawn', 'superseded', 'transferred'] as const)
      expect(operations('valid', end)).toEqual(['add', 'delete']);
    expect(operations('valid', 'superseded', 'revoked')).toEqual(['add', 'delete']);
    expect(operations('valid', 'transferred', 'valid')).toEqual(['add', 'delete', 'add']);
  });

  it('keys are the same however often the history is given; nothing before it is published', async () => {
    const keys = changesOf('valid', 'revoked').map(({ key }) => key);
    expect(changesOf('valid', 'revoked', 'revoked').map(({ key }) => key)).toEqual(keys);
    const record = { identifier: idOf(1), state: 'SEALED' as const, history: [] };
    expect(aggregationChanges(record, metadataOf(1), { dataSource: '1' })).toEqual([]);
  });
});

describe('the outbox', () => {
  it('sends in order, in batches with one change of a license each, and the receiver has the end of it', async () => {
    const [outbox, receiver] = [await outboxOn(), await receiverOn()];
    await outbox.enqueue([1, 2, 3].map((i) => change(i, 'add')));
    await outbox.enqueue([change(1, 'modify', 1, { name: '改' }), change(2, 'delete', 1)]);
    await outbox.enqueue([change(2, 'add', 2, { name: '再' })]);
    const target = watching(receiver);
    expect(await outbox.deliver(target, { batchSize: 2 })).toEqual({
      batches: 4,
      accepted: 6,
      rejected: [],
      missing: [],
      extra: [],
      waiting: 0,
    });
    for (const { items } of target.batches)
      expect(new Set(items.map(({ license }) => license)).size).toBe(items.length);
    expect(target.batches.flatMap(({ items }) => items.map(({ sequence }) => sequence))).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
    expect(receiver.size).toBe(3);
    expect(receiver.find(idOf(1))).toMatchObject({ source: SOURCE, record: { certificate_name: '改' } });
    expect(receiver.find(idOf(2))?.record.certificate_name).toBe('再');
    const [first] = target.batches;
    const [row] = aggregationRows(first!);
    expect(Object.keys(row!)).toHaveLength(16);
    expect(row).toMatchObject({ cd_batch: first!.batch, cd_operation: '01' });
    expect(first!.batch).toHaveLength(32);
  });

  it('takes a change once, all of a call or nothing, and only what follows what is there', async () => {
    const lines: string[] = [];
    const outbox = await outboxOn(lines);
    expect(await outbox.enqueue([change(1, 'add'), change(1, 'add')])).toEqual({ taken: 1, known: 1 });
    expect(await outbox.enqueue([change(1, 'add')])).toEqual({ taken: 0, known: 1 });
    const before = lines.length;
    for (const wrong of [
      [change(2, 'add'), change(3, 'modify')],
      [change(3, 'delete')],
      [change(1, 'add', 9)],
      [change(2, 'add'), change(2, 'delete', 1), change(2, 'modify', 2)],
    ])
      await expect(outbox.enqueue(wrong)).rejects.toMatchObject(conflict('out-of-order'));
    const strange = { ...change(4, 'add'), license: idOf(5) };
    for (const wrong of [strange, { ...change(4, 'add'), record: {} }])
      await expect(outbox.enqueue([wrong])).rejects.toMatchObject({ code: 'LICENSE_INVALID' });
    expect(lines).toHaveLength(before);
  });

  it('what the receiver refuses holds up the same license and no other, until it is sent again or given up', async () => {
    const [outbox, receiver] = [await outboxOn(), await receiverOn()];
    await outbox.enqueue([change(1, 'add'), change(1, 'modify', 1), change(2, 'add')]);
    const refusing = {
      submit: async (batch: AggregationBatch): Promise<AggregationReceipt> => ({
        batch: batch.batch,
        items: batch.items.map(({ sequence, license }) =>
          license === idOf(1)
            ? { sequence, outcome: 'rejected', code: 'NAME_WRONG' }
            : { sequence, outcome: 'accepted' },
        ),
      }),
    };
    const report = await outbox.deliver(refusing);
    expect(report).toMatchObject({ accepted: 1, waiting: 2 });
    expect(report.rejected).toEqual([
      { sequence: 1, operation: 'add', license: idOf(1), code: 'NAME_WRONG' },
    ]);
    expect((await outbox.deliver(watching(receiver))).batches).toBe(0);
    const { record } = change(1, 'add', 0, { name: '对' });
    await outbox.retry(1, record);
    expect(await outbox.deliver(receiver)).toMatchObject({ accepted: 2, waiting: 0, rejected: [] });
    await expect(outbox.retry(1)).rejects.toMatchObject(conflict('unknown'));
    await expect(outbox.withdraw(7)).rejects.toMatchObject(conflict('unknown'));
  });

  it('giving up an add gives up what follows it up to the next add', async () => {
    const lines: string[] = [];
    const outbox = await outboxOn(lines);
    await outbox.enqueue([
      change(1, 'add'),
      change(1, 'modify', 1),
      change(1, 'delete', 2),
      change(1, 'add', 3),
    ]);
    const no = {
      submit: async ({ batch, items }: AggregationBatch) => ({
        batch,
        items: items.map(({ sequence }) => ({ sequence, outcome: 'rejected' as const })),
      }),
    };
    await outbox.deliver(no);
    expect(outbox.rejected()).toMatchObject([{ sequence: 1, code: 'REJECTED' }]);
    expect(await outbox.withdraw(1)).toEqual([1, 2, 3]);
    const receiver = await receiverOn();
    expect(await (await outboxOn(lines)).deliver(receiver)).toMatchObject({ accepted: 1, waiting: 0 });
    expect(receiver.size).toBe(1);
  });

  it('after giving up the last add the license is not there', async () => {
    const outbox = await outboxOn();
    await outbox.enqueue([change(1, 'add')]);
    await outbox.deliver({
      submit: async ({ batch }) => ({
        batch,
        items: [{ sequence: 1, outcome: 'rejected', code: 'X' }],
      }),
    });
    await outbox.withdraw(1);
    await expect(outbox.enqueue([change(1, 'modify', 1)])).rejects.toMatchObject(conflict('out-of-order'));
    expect(await outbox.enqueue([change(1, 'add', 2)])).toEqual({ taken: 1, known: 0 });
  });
});

describe('receipts are reconciled', () => {
  type Answer = AggregationReceipt['items'][number];
  const answered = async (...answers: Answer[][]) => {
    const outbox = await outboxOn();
    await outbox.enqueue([1, 2, 3].map((i) => change(i, 'add')));
    let turn = 0;
    const report = await outbox.deliver({
      submit: async ({ batch }) => ({ batch, items: answers[turn++] ?? [] }),
    });
    const [batch] = [...report.missing, ...report.extra].map((one) => one.batch);
    return { ...report, batch };
  };
  const yes = (sequence: number): Answer => ({ sequence, outcome: 'accepted' });
  const no = (sequence: number): Answer => ({ sequence, outcome: 'rejected', code: 'X' });

  it('what is missing is named and sent again; what was never sent is named and believed by nobody', async () => {
    const report = await answered([yes(1), yes(9)], [yes(2), yes(3)]);
    expect(report).toMatchObject({ accepted: 3, waiting: 0, batches: 2 });
    expect(report.missing.map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect(report.extra).toEqual([{ batch: report.batch, sequence: 9 }]);
  });

  it('two answers to one change are none', async () => {
    const report = await answered([yes(1), no(1), yes(2), yes(3)], [yes(1)]);
    expect(report.missing.map(({ sequence }) => sequence)).toEqual([1]);
    expect(report).toMatchObject({ accepted: 3, rejected: [] });
  });

  it('an empty receipt ends the delivery instead of asking for ever', async () => {
    expect(await answered([])).toMatchObject({ stopped: 'no-progress', waiting: 3, batches: 1 });
  });

  it.each([
    ['of another batch', { batch: 'other', items: [{ sequence: 1, outcome: 'accepted' }] }],
    ['without items', { items: undefined }],
    ['with an outcome of its own', { items: [{ sequence: 1, outcome: 'ACCEPTED' }] }],
    ['with no number', { items: [{ sequence: '1', outcome: 'accepted' }] }],
    ['too long', { items: Array.from({ length: 1100 }, () => ({ sequence: 1, outcome: 'accepted' })) }],
  ])('a receipt %s says nothing: the same batch is sent again', async (_, forged) => {
    const [outbox, receiver] = [await outboxOn(), await receiverOn()];
    await outbox.enqueue([change(1, 'add')]);
    const wrong = watching({ submit: async ({ batch }) => ({ batch, ...forged }) });
    expect(await outbox.deliver(wrong)).toMatchObject({ stopped: 'receipt-unreadable', waiting: 1 });
    const right = watching(receiver);
    expect(await outbox.deliver(right)).toMatchObject({ accepted: 1 });
    expect(right.batches).toEqual(wrong.batches);
  });

  it('a receiver that fails leaves the batch as it is', async () => {
    const outbox = await outboxOn();
    await outbox.enqueue([change(1, 'add')]);
    const cause = new Error('no route');
    const report = await outbox.deliver({ submit: () => Promise.reject(cause) });
    expect(report).toMatchObject({ stopped: 'target-failed', cause, waiting: 1, batches: 0 });
  });

  it('one delivery at a time; it can be ended between batches', async () => {
    const [outbox, receiver] = [await outboxOn(), await receiverOn()];
    await outbox.enqueue([change(1, 'add'), change(2, 'add')]);
    const controller = new AbortController();
    const ending = {
      submit: async (batch: AggregationBatch) => {
        await expect(outbox.deliver(receiver)).rejects.toMatchObject(conflict('in-work'));
        controller.abort();
        return receiver.submit(batch);
      },
    };
    const report = await outbox.deliver(ending, { batchSize: 1, signal: controller.signal });
    expect(report).toMatchObject({ stopped: 'aborted', accepted: 1, waiting: 1 });
    for (const batchSize of [0, 1001, 1.5])
      await expect(outbox.deliver(receiver, { batchSize })).rejects.toMatchObject({
        code: 'ARGUMENT_INVALID',
      });
  });
});
