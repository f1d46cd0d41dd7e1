// @ts-check
// npm run bench [-- --json FILE] [--only TEXT] [--quick]
// Every subject of every row runs in a process of its own, so that none warms up, or fills the memory of, another.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { families, loadFamily } from './families.mjs';
import { printTable } from './table.mjs';

/**
 * @typedef {object} Row
 * @property {string} name Fixed once given: figures are compared over time by it.
 * @property {'cold' | 'warm'} state Cold: nothing is known from an earlier operation. Warm: keys are open.
 * @property {string} limitOf What the limit does.
 * @property {boolean} [long] Takes minutes and room on the disk: not with --quick.
 * @property {number} [count] Ours runs so many times, and the CPU time of all of them is a figure too.
 * @property {number} [warmUpFactor] Warms up so many times longer, where the engine takes that long to compile it all.
 * @property {Record<string, (countShare: number) => Promise<import('./harness.mjs').Operation>>} subjects `ours`, `limit`,
 *   and peers; told the share of the work that a short run does.
 *
 * @typedef {object} Result
 * @property {string} name
 * @property {number} perCpuSecond
 * @property {number | null} limit Of the raw operation, per second of CPU time.
 * @property {string} limitOf
 * @property {number | null} ratioToLimit
 * @property {Record<string, number | null>} peers `null`: see `peerFailures`.
 * @property {Record<string, string>} peerFailures
 * @property {'cold' | 'warm'} state
 * @property {number} rssMiB Peak of the process that ran ours.
 * @property {number} [seconds] CPU time of all operations of a counted row.
 * @property {number} [rssGrowthMiB] How much the peak of a counted row rose after its first tenth.
 */

/** Warm enough that the engine has compiled what runs often: before, its compiler is half of the CPU time. */
const FULL = { cpuSeconds: 1.5, warmUpSeconds: 3, countShare: 1 };
const QUICK = { cpuSeconds: 0.1, warmUpSeconds: 0.05, countShare: 0.01 };
const run = promisify(execFile);

const { values: options } = parseArgs({
  options: { json: { type: 'string' }, only: { type: 'string' }, quick: { type: 'boolean', default: false } },
});

/**
 * @param {string} family @param {string} row @param {string} subject
 * @returns {Promise<{ figure: import('./harness.mjs').Figure } | { failure: string }>}
 */
async function measureApart(family, row, subject) {
  const script = fileURLToPath(new URL('measure-one.mjs', import.meta.url));
  const effort = JSON.stringify(options.quick ? QUICK : FULL);
  const { stdout } = await run(process.execPath, [script, family, row, subject, effort], {
    timeout: 300_000,
  });
  return JSON.parse(stdout);
}

/** @param {string} family @param {Row} row @returns {Promise<Result>} */
async function measureRow(family, { name, state, limitOf, subjects }) {
  const ours = await measureApart(family, name, 'ours');
  if ('failure' in ours) throw new Error(`${name}: ${ours.failure}`);
  const raw = await measureApart(family, name, 'limit');
  if ('failure' in raw) throw new Error(`${name}, limit: ${raw.failure}`);
  /** @type {Result} */
  const result = {
    name,
    perCpuSecond: rounded(ours.figure.perCpuSecond),
    limit: rounded(raw.figure.perCpuSecond),
    limitOf,
    ratioToLimit: Number((ours.figure.perCpuSecond / raw.figure.perCpuSecond).toFixed(3)),
    peers: {},
    peerFailures: {},
    state,
    rssMiB: Math.round(ours.figure.rssMiB),
    ...countedFigures(ours.figure),
  };
  for (const peer of Object.keys(subjects)) {
    if (peer === 'ours' || peer === 'limit') continue;
    const measured = await measureApart(family, name, peer);
    result.peers[peer] = 'figure' in measured ? rounded(measured.figure.perCpuSecond) : null;
    if ('failure' in measured) result.peerFailures[peer] = measured.failure;
  }
  return result;
}

/** @param {import('./harness.mjs').Figure} figure */
function countedFigures({ rssGrowthMiB, cpuSeconds }) {
  if (rssGrowthMiB === undefined) return {};
  return { seconds: rounded(cpuSeconds), rssGrowthMiB: Math.round(rssGrowthMiB) };
}

/** @param {number} figure */
const rounded = (figure) => Number(figure.toPrecision(4));

const results = [];
for (const family of families) {
  for (const row of await loadFamily(family)) {
    if (options.only !== undefined && !row.name.includes(options.only)) continue;
    if (options.quick && row.long === true) continue;
    process.stderr.write(`${row.name} …\n`);
    results.push(await measureRow(family, row));
  }
}
printTable(results);
if (options.json !== undefined) {
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', platform: process.platform };
  writeFileSync(
    options.json,
    `${JSON.stringify({ schema: 'yinxin.bench/1', machine, rows: results }, null, 2)}\n`,
  );
}
