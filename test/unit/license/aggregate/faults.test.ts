import { describe, expect, it } from 'vitest';
import { memoryJournal } from '../../../../src/adapters/stores/index.ts';
import type { Journal } from '../../../../src/foundation/core/index.ts';
import type { DeliveryReport } from '../../../../src/license/aggregate/index.ts';
import { outboxOn, receiverOn } from './feed.ts';
import { appliedIn, story, toldIn } from './story.ts';

const CHANGES = story(60, 6, 7);

/** How a process dies at a write: nothing of it lasts, or all of it lasts and nobody is told. */
type Death = 'before the write' | 'after the write, before the flush is answered';

class Killed extends Error {}

/** Journals of one life, which ends at the append of that number, whosever it is. */
function journalsOf(death: Death, at: number) {
  let appends = 0;
  return (lines: string[]): Journal => {
    const journal = memoryJournal(lines);
    return {
      ...journal,
      async append(records) {
        const dies = appends++ === at;
        if (dies && death === 'before the write') throw new Killed();
        await journal.append(records);
        if (dies) throw new Killed();
      },
    };
  };
}

/** One life: everything is enqueued again, in pieces, and sent. */
async function live(sent: string[], received: string[], journal: (lines: string[]) => Journal) {
  const outbox = await outboxOn(journal(sent));
  const receiver = await receiverOn(journal(received));
  const reports: DeliveryReport[] = [];
  for (let i = 0; i < CHANGES.length; i += 7) {
    await outbox.enqueue(CHANGES.slice(i, i + 7));
    const report = await outbox.deliver(receiver, { batchSize: 3 });
    reports.push(report);
    if (report.cause instanceof Killed) throw report.cause;
  }
  return reports;
}

describe('killed at every write of outbox and receiver', () => {
  it.each(['before the write', 'after the write, before the flush is answered'] as const)(
    '%s: each change is applied once, in its order',
    async (death) => {
      let deaths = 0;
      for (let at = 0; ; at++) {
        const [sent, received]: [string[], string[]] = [[], []];
        const died = await live(sent, received, journalsOf(death, at)).then(
          () => false,
          (error: unknown) => {
            if (error instanceof Killed) return true;
            throw error;
          },
        );
        const reports = await live(sent, received, (lines) => memoryJournal(lines));
        expect(reports.at(-1), `death at append ${at}`).toMatchObject({ waiting: 0, rejected: [] });
        expect(reports.flatMap(({ missing, extra }) => [...missing, ...extra])).toEqual([]);
        expect(appliedIn(received), `death at append ${at}`).toEqual(toldIn(CHANGES));
        if (!died) break;
        deaths += 1;
      }
      expect(deaths).toBeGreaterThan(60);
    },
    60_000,
  );

  it('killed again and again, at the third write of every life', async () => {
    const [sent, received]: [string[], string[]] = [[], []];
    for (let lives = 0; ; lives++) {
      const death = lives % 2 === 0 ? 'before the write' : 'after the write, before the flush is answered';
      const ended = await live(sent, received, journalsOf(death, 2 + (lives % 3))).then(
        () => true,
        () => false,
      );
      if (ended) break;
      expect(lives).toBeLessThan(500);
    }
    expect(appliedIn(received)).toEqual(toldIn(CHANGES));
  });

  it('after a write that failed nothing more is written by that outbox or receiver', async () => {
    const lines: string[] = [];
    const outbox = await outboxOn(journalsOf('after the write, before the flush is answered', 1)(lines));
    await expect(outbox.enqueue(CHANGES.slice(0, 1))).rejects.toBeInstanceOf(Killed);
    await expect(outbox.enqueue(CHANGES.slice(0, 2))).rejects.toBeInstanceOf(Killed);
    expect(lines).toHaveLength(2);
    const receiver = await receiverOn(journalsOf('before the write', 0)([]));
    const good = await outboxOn();
    await good.enqueue(CHANGES.slice(0, 1));
    for (let i = 0; i < 2; i++)
      expect(await good.deliver(receiver)).toMatchObject({ stopped: 'target-failed' });
    expect(receiver.size).toBe(0);
  });
});
