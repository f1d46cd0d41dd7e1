// @ts-check
// Measures one operation by the CPU time of the whole process (threads of the runtime included), so that a busy
// machine or an idle wait does not change the figure.

/**
 * @typedef {() => unknown} Operation One unit of work; may be asynchronous.
 * @typedef {object} Figure
 * @property {number} perCpuSecond Operations per second of CPU time.
 * @property {number} count Operations measured.
 * @property {number} cpuSeconds
 * @property {number} rssMiB Highest resident memory of the process so far.
 * @property {number} [rssGrowthMiB] Of a counted row: how much the highest memory rose after the first tenth.
 */

const MICROS = 1e6;
const MAX_OPERATIONS = 200_000;

const cpuMicros = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/**
 * Runs the operation until it has used `cpuSeconds`, batch by batch. Returns how often it ran, and how long that took.
 * @param {Operation} operation
 * @param {number} cpuSeconds
 */
async function runFor(operation, cpuSeconds) {
  const start = cpuMicros();
  const end = start + cpuSeconds * MICROS;
  let count = 0;
  let batch = 1;
  let now = start;
  while (now < end && count < MAX_OPERATIONS) {
    for (let i = 0; i < batch; i++) {
      const result = operation();
      // A synchronous operation does not pay for a promise.
      if (result instanceof Promise) await result;
    }
    count += batch;
    now = cpuMicros();
    // Reading the clock must stay cheap beside the work: about ten readings in all.
    const each = (now - start) / count;
    batch = Math.max(1, Math.min(Math.ceil((cpuSeconds * MICROS) / 10 / Math.max(each, 1)), 10_000));
  }
  return { count, cpuSeconds: (now - start) / MICROS };
}

const peakMiB = () => process.resourceUsage().maxRSS / 1024;

/**
 * Runs the operation so many times, the first tenth to see where the memory stands once everything is warm.
 * @param {Operation} operation
 * @param {number} count
 * @returns {Promise<Figure>}
 */
export async function measureCount(operation, count) {
  const start = cpuMicros();
  let settledMiB = 0;
  for (let i = 0; i < count; i++) {
    const result = operation();
    if (result instanceof Promise) await result;
    if (i === Math.floor(count / 10)) settledMiB = peakMiB();
  }
  const cpuSeconds = (cpuMicros() - start) / MICROS;
  const rssMiB = peakMiB();
  return { perCpuSecond: count / cpuSeconds, count, cpuSeconds, rssMiB, rssGrowthMiB: rssMiB - settledMiB };
}

/**
 * Warms up, then measures.
 * @param {Operation} operation
 * @param {{ cpuSeconds: number, warmUpSeconds: number }} effort
 * @returns {Promise<Figure>}
 */
export async function measure(operation, { cpuSeconds, warmUpSeconds }) {
  await runFor(operation, warmUpSeconds);
  const measured = await runFor(operation, cpuSeconds);
  return {
    perCpuSecond: measured.count / measured.cpuSeconds,
    ...measured,
    rssMiB: peakMiB(),
  };
}
