import { stat } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { openFolderStore } from '../../adapters/files/index.ts';
import { dueForRenewal, type WatchedEvidence } from '../../archive/index.ts';
import { instant, wholeNumber } from '../arguments.ts';
import { readNamed } from '../key-options.ts';

interface DueArguments {
  readonly at?: string;
  readonly leadDays?: number;
  readonly json?: boolean;
}

/** `yinxin evidence due STORE|RECORD…`: what must be renewed before when. */
export function evidenceDueCommand(): Command {
  return new Command('due')
    .description(
      'what must be renewed before when, earliest first; ends with 1 if a date has passed, 2 if one is near',
    )
    .argument('<PLACE...>', 'stores (folders) and single evidence records')
    .option('--at <ISO>', 'the present; unset: now')
    .addOption(
      new Option('--lead-days <N>', 'what ends within so many days is due (default 180)').argParser(
        wholeNumber,
      ),
    )
    .option('--json', 'one line of JSON per renewal')
    .action(due);
}

async function due(places: readonly string[], args: DueArguments): Promise<void> {
  const watched: WatchedEvidence[] = [];
  for (const name of places) {
    const found = await stat(name).catch(() => undefined);
    const evidence = found?.isDirectory() ? openFolderStore(name) : await readNamed('PLACE', name);
    watched.push({ name, evidence });
  }
  const needs = await dueForRenewal(watched, {
    at: args.at === undefined ? new Date() : instant(args.at),
    ...(args.leadDays === undefined ? {} : { leadDays: args.leadDays }),
  });
  for (const need of needs) {
    const { name, action, before, reason, status } = need;
    const line =
      args.json === true ? JSON.stringify(need) : `${before} ${status} ${action} ${name}: ${reason}`;
    process.stdout.write(`${line}\n`);
  }
  const has = (status: string): boolean => needs.some((need) => need.status === status);
  process.exitCode = has('lapsed') ? 1 : has('due') ? 2 : 0;
}
