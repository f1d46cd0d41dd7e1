import { describe, expect, it } from 'vitest';
import type { AggregationBatch } from '../../../../src/license/aggregate/index.ts';
import { change, idOf, outboxOn, receiverOn, SOURCE } from './feed.ts';

describe('the receiver', () => {
  const batchOf = (sequence: number, ...changes: ReturnType<typeof change>[]): AggregationBatch => ({
    v: 'yinxin.aggregation/1',
    source: SOURCE,
    batch: `b${sequence}`,
    items: changes.map(({ operation, license, record }, i) => ({
      sequence: sequence + i,
      operation,
      license,
      record,
    })),
  });
  const submit = async (
    receiver: Awaited<ReturnType<typeof receiverOn>>,
    sequence: number,
    ...changes: ReturnType<typeof change>[]
  ) => {
    const { items } = await receiver.submit(batchOf(sequence, ...changes));
    return items.map(({ outcome, code }) => code ?? outcome);
  };

  it('applies a change once, however often it comes', async () => {
    const lines: string[] = [];
    const receiver = await receiverOn(lines);
    for (let i = 0; i < 3; i++) expect(await submit(receiver, 1, change(1, 'add'))).toEqual(['accepted']);
    expect(lines).toHaveLength(1);
    const again = await receiverOn(lines);
    expect(await submit(again, 1, change(1, 'add'))).toEqual(['accepted']);
    expect(again.find(idOf(1))).toEqual(receiver.find(idOf(1)));
  });

  it('refuses what comes too early, too late, twice, or from somebody else', async () => {
    const receiver = await receiverOn([], [SOURCE, 'other']);
    expect(await submit(receiver, 5, change(1, 'modify'))).toEqual(['NOT_THERE']);
    expect(await submit(receiver, 5, change(1, 'delete'))).toEqual(['NOT_THERE']);
    expect(await submit(receiver, 5, change(1, 'add'))).toEqual(['accepted']);
    expect(await submit(receiver, 5, change(1, 'add', 0, { name: '别' }))).toEqual(['SEQUENCE_REUSED']);
    expect(await submit(receiver, 6, change(1, 'add', 1))).toEqual(['ALREADY_THERE']);
    expect(await submit(receiver, 8, change(1, 'delete', 2))).toEqual(['accepted']);
    expect(await submit(receiver, 7, change(1, 'modify', 1))).toEqual(['OVERTAKEN']);
    expect(await submit(receiver, 5, change(1, 'add'))).toEqual(['OVERTAKEN']);
    expect(receiver.size).toBe(0);
    expect(await submit(receiver, 9, change(1, 'add', 3))).toEqual(['accepted']);
    const foreign = { ...batchOf(1, change(1, 'delete')), source: 'other' };
    expect((await receiver.submit(foreign)).items).toMatchObject([{ code: 'OTHER_SOURCE' }]);
    const unknown = { ...foreign, source: 'nobody' };
    expect((await receiver.submit(unknown)).items).toMatchObject([{ code: 'SOURCE_UNKNOWN' }]);
    const strange = { ...change(2, 'add'), license: idOf(3) };
    expect(await submit(receiver, 20, strange)).toEqual(['RECORD_INVALID']);
  });

  it('a license that moved away is confirmed to its old source, and belongs to the new one', async () => {
    const receiver = await receiverOn([], [SOURCE, 'other']);
    await submit(receiver, 1, change(1, 'add'));
    await submit(receiver, 2, change(1, 'delete', 1));
    const there = { ...batchOf(1, change(1, 'add')), source: 'other' };
    expect((await receiver.submit(there)).items).toMatchObject([{ outcome: 'accepted' }]);
    expect(await submit(receiver, 2, change(1, 'delete', 1))).toEqual(['accepted']);
    expect(receiver.find(idOf(1))?.source).toBe('other');
  });

  it.each([
    ['nothing', undefined],
    ['another version', { ...batchOf(1), v: '2' }],
    ['no list', { ...batchOf(1), items: {} }],
    ['an unknown operation', { ...batchOf(1), items: [{ sequence: 1, operation: 'drop', license: 'x' }] }],
    ['number 0', batchOf(0, change(1, 'add'))],
    ['two changes of one license', batchOf(1, change(1, 'add'), change(1, 'modify', 1))],
  ])('%s is no batch', async (_, batch) => {
    const receiver = await receiverOn();
    await expect(receiver.submit(batch as AggregationBatch)).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
    });
  });
});

describe('journals', () => {
  it('of another source, or of something else, are not opened', async () => {
    const lines: string[] = [];
    await (await outboxOn(lines)).enqueue([change(1, 'add'), change(1, 'modify', 1)]);
    await expect(outboxOn(lines, 'agency-2')).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    await expect(outboxOn([], ' ')).rejects.toMatchObject({ code: 'ARGUMENT_INVALID' });
    const item = lines[1]!;
    const refusedLines = [
      ...lines,
      '{"batch":"b","kind":"batch","sequences":[1]}',
      '{"accepted":[],"batch":"b","kind":"receipt","rejected":[{"code":"X","sequence":1}]}',
    ];
    expect((await outboxOn([...refusedLines])).rejected()).toHaveLength(1);
    const wrong = [
      ['{}'],
      ['x', ...lines],
      lines.slice(1),
      [...lines, ...lines.slice(0, 1)],
      [...lines, item],
      [lines[0]!, lines[2]!],
      [lines[0]!, item.replace('"add"', '"delete"')],
      [...lines, '{"batch":"b","kind":"batch","sequences":[2]}'],
      [...lines, '{"accepted":[1],"batch":"b","kind":"receipt","rejected":[]}'],
      [...lines, '{"kind":"retry","sequence":1}'],
      [...lines, '{"kind":"withdraw","sequences":[1]}'],
      [...lines, '{"kind":"other"}'],
      [...lines, '{"kind":"sequence","last":1}'],
      [...refusedLines, '{"kind":"retry","record":null,"sequence":1}'],
      [...refusedLines, '{"kind":"retry","record":{},"sequence":1}'],
    ];
    for (const forged of wrong)
      await expect(outboxOn(forged), forged.at(-1)).rejects.toMatchObject({ code: 'LEDGER_CORRUPT' });
    await expect(receiverOn(['{}'])).rejects.toMatchObject({ code: 'LEDGER_CORRUPT' });
  });
});
