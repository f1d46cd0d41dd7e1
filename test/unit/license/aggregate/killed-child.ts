// A process that aggregates: enqueues the whole story again, in pieces, sends it, and ends. Killed at any instant by
// killed.test.ts, which bundles this file and starts it.
import { openFileJournal } from '../../../../src/adapters/stores/index.ts';
import { outboxOn, receiverOn } from './feed.ts';
import { story } from './story.ts';

const [, , folder, count] = process.argv as [string, string, string, string];
const changes = story(Number(count), 12, 11);
const outbox = await outboxOn(await openFileJournal(`${folder}/outbox`));
const receiver = await receiverOn(await openFileJournal(`${folder}/receiver`));
for (let i = 0; i < changes.length; i += 5) {
  await outbox.enqueue(changes.slice(i, i + 5));
  const report = await outbox.deliver(receiver, { batchSize: 3 });
  if (report.rejected.length + report.missing.length + report.extra.length > 0 || report.stopped) {
    console.error(JSON.stringify(report));
    process.exit(7);
  }
  // The receiver's journal is read by the test, line by line: only the outbox is compacted.
  if (i % 25 === 20) await outbox.compact();
}
await outbox.close();
await receiver.close();
