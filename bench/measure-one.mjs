// @ts-check
// One subject of one row, measured in this process; prints one line of JSON. Started by run.mjs.
import { loadFamily } from './families.mjs';
import { measure } from './harness.mjs';

const [family = '', name, subject = '', effort = ''] = process.argv.slice(2);

/** @returns {Promise<{ figure: import('./harness.mjs').Figure } | { failure: string }>} */
async function outcome() {
  const row = (await loadFamily(family)).find((candidate) => candidate.name === name);
  const prepare = row?.subjects[subject];
  if (prepare === undefined) throw new Error(`no subject ${subject} in ${family} ${name}`);
  try {
    return { figure: await measure(await prepare(), JSON.parse(effort)) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { failure: message.split('\n')[0]?.slice(0, 200) ?? 'failed' };
  }
}

process.stdout.write(`${JSON.stringify(await outcome())}\n`);
