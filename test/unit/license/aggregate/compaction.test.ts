import { describe, expect, it } from 'vitest';
import { memoryJournal } from '../../../../src/adapters/stores/index.ts';
import type { AggregationBatch, AggregationReceipt } from '../../../../src/license/aggregate/index.ts';
import { SAMPLE_RESIDENT_ID } from '../fixture.ts';
import { change, idOf, outboxOn, receiverOn, SOURCE } from './feed.ts';
import { endOf, story } from './story.ts';

const person = { holders: [{ name: '测试人', code: SAMPLE_RESIDENT_ID, codeType: '111' }] };

describe('compaction of an outbox', () => {
  it('leaves nothing of a holder behind what is confirmed, and takes no change twice', async () => {
    const lines: string[] = [];
    const outbox = await outboxOn(lines);
    const receiver = await receiverOn();
    const first = [change(1, 'add', 0, person), change(2, 'add', 0, person), change(2, 'delete', 1, person)];
    await outbox.enqueue(first);
    await outbox.deliver(receiver);
    expect(lines.join()).toContain(SAMPLE_RESIDENT_ID);
    expect(await outbox.compact()).toBe(true);
    expect(lines.join()).not.toContain(SAMPLE_RESIDENT_ID);
    expect(lines.length).toBeLessThan(6);
    for (const again of [outbox, await outboxOn(lines)]) {
      expect(await again.enqueue(first)).toEqual({ taken: 0, known: 3 });
      await expect(again.enqueue([change(2, 'modify', 9)])).rejects.toMatchObject({
        code: 'LEDGER_CONFLICT',
      });
    }
    const later = await outboxOn(lines);
    await later.enqueue([change(1, 'modify', 5, { name: '改' }), change(2, 'add', 5)]);
    expect(await later.deliver(receiver)).toMatchObject({ accepted: 2, waiting: 0, rejected: [] });
    expect(receiver.find(idOf(1))?.record.certificate_name).toBe('改');
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('goes on from any state (story %d)', async (seed) => {
    const changes = story(80, 8, seed);
    const [lines, received]: [string[], string[]] = [[], []];
    let turn = 0;
    for (let i = 0; i < changes.length; i += 9) {
      const outbox = await outboxOn(lines);
      const receiver = await receiverOn(received);
      await outbox.enqueue(changes.slice(i, i + 9));
      // Some are refused, some answers get lost, some batches are applied and never answered.
      const unreliable = {
        async submit(batch: AggregationBatch): Promise<AggregationReceipt> {
          turn += 1;
          const refused = batch.items.filter(({ sequence }) => (sequence + turn + seed) % 7 === 0);
          const sent = { ...batch, items: batch.items.filter((item) => !refused.includes(item)) };
          const { items } = await receiver.submit(sent);
          if ((turn + seed) % 5 === 0) throw new Error('lost');
          const no = refused.map(({ sequence }) => ({
            sequence,
            outcome: 'rejected' as const,
            code: 'X',
          }));
          return { batch: batch.batch, items: [...items.slice((turn + seed) % 3 === 0 ? 1 : 0), ...no] };
        },
      };
      await outbox.deliver(unreliable, { batchSize: 4 });
      const before = outbox.rejected();
      expect(await outbox.compact()).toBe(true);
      expect(await receiver.compact()).toBe(true);
      const again = await outboxOn(lines);
      expect(again.rejected()).toEqual(before);
      expect(again.waiting).toBe(outbox.waiting);
    }
    const outbox = await outboxOn(lines);
    const receiver = await receiverOn(received);
    for (let rounds = 0; outbox.waiting > 0; rounds++) {
      expect(rounds).toBeLessThan(80);
      for (const { sequence } of outbox.rejected()) await outbox.retry(sequence);
      const report = await outbox.deliver(receiver);
      expect(report.rejected).toEqual([]);
    }
    const end = endOf(changes);
    expect(receiver.size).toBe(end.size);
    for (const [license, name] of end) expect(receiver.find(license)?.record.certificate_name).toBe(name);
  });

  it('a journal that cannot do it says so; one that fails is not written on', async () => {
    const plain = () => {
      const { compact: _, ...journal } = memoryJournal();
      return journal;
    };
    expect(await (await outboxOn(plain())).compact()).toBe(false);
    expect(await (await receiverOn(plain())).compact()).toBe(false);
    const failing = { ...memoryJournal(), compact: () => Promise.reject(new Error('disk full')) };
    const outbox = await outboxOn(failing);
    await expect(outbox.compact()).rejects.toThrow('disk full');
    await expect(outbox.enqueue([change(1, 'add')])).rejects.toThrow('disk full');
  });
});

describe('compaction of a receiver', () => {
  it('keeps what is there and what may not come back', async () => {
    const lines: string[] = [];
    const receiver = await receiverOn(lines, [SOURCE, 'other']);
    const batch = (sequence: number, one: ReturnType<typeof change>, source = SOURCE): AggregationBatch => {
      const { operation, license, record } = one;
      const item = { sequence, operation, license, record };
      return { v: 'yinxin.aggregation/1', source, batch: `b${sequence}`, items: [item] };
    };
    await receiver.submit(batch(1, change(1, 'add', 0, person)));
    await receiver.submit(batch(2, change(1, 'delete', 1)));
    await receiver.submit(batch(1, change(1, 'add', 0, { name: '迁入' }), 'other'));
    await receiver.submit(batch(3, change(2, 'add')));
    await receiver.compact();
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toContain(SAMPLE_RESIDENT_ID);
    const again = await receiverOn(lines, [SOURCE, 'other']);
    expect(again.size).toBe(2);
    expect(again.find(idOf(1))).toMatchObject({ source: 'other', record: { certificate_name: '迁入' } });
    const old = await again.submit(batch(1, change(1, 'add', 0, person)));
    expect(old.items).toEqual([{ sequence: 1, outcome: 'rejected', code: 'OVERTAKEN' }]);
    const known = await again.submit(batch(2, change(1, 'delete', 1)));
    expect(known.items).toMatchObject([{ outcome: 'accepted' }]);
    expect(again.size).toBe(2);
  });
});
