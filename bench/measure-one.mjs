// @ts-check
// One subject of one row, measured in this process; prints one line of JSON. Started by run.mjs.
import { loadFamily } from './families.mjs';
import { measure, measureCount } from './harness.mjs';

const [family = '', name, subject = '', effort = ''] = process.argv.slice(2);

/** @returns {Promise<{ figure: import('./harness.mjs').Figure } | { failure: string }>} */
async function outcome() {
  const row = (await loadFamily(family)).find((candidate) => candidate.name === name);
  const prepare = row?.subjects[subject];
  if (prepare === undefined) throw new Error(`no subject ${subject} in ${family} ${name}`);
  const { countShare, ...seconds } = JSON.parse(effort);
  try {
    const operation = await prepare(countShare);
    const longer = { ...seconds, warmUpSeconds: seconds.warmUpSeconds * (row?.warmUpFactor ?? 1) };
    if (row?.count === undefined || subject !== 'ours') return { figure: await measure(operation, longer) };
    return { figure: await measureCount(operation, Math.ceil(row.count * countShare)) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { failure: message.split('\n')[0]?.slice(0, 200) ?? 'failed' };
  }
}

process.stdout.write(`${JSON.stringify(await outcome())}\n`);
