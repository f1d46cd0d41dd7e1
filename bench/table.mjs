// @ts-check
// The results as a plain table: one line for ours, then one for each peer.

const WIDTHS = [26, 32, 12, 8];

/** @param {string[]} cells */
const line = (cells) =>
  cells
    .map((cell, column) => {
      const width = WIDTHS[column] ?? 0;
      return column < 2 ? cell.padEnd(width) : cell.padStart(width);
    })
    .join(' ')
    .trimEnd();

/** @param {number} figure */
const shown = (figure) => (figure < 100 ? figure.toFixed(1) : figure.toFixed(0));

/** @param {readonly import('./run.mjs').Result[]} results */
export function printTable(results) {
  const lines = [line(['row', 'who', 'per CPU s', 'of limit'])];
  for (const {
    name,
    perCpuSecond,
    limit,
    limitOf,
    ratioToLimit,
    peers,
    peerFailures,
    rssMiB,
    state,
    rssGrowthMiB,
  } of results) {
    const growth = rssGrowthMiB === undefined ? '' : `, +${rssGrowthMiB}`;
    const ratio = ratioToLimit === null ? '' : ratioToLimit.toFixed(2);
    lines.push(line([name, `yinxin (${state}, ${rssMiB}${growth} MiB)`, shown(perCpuSecond), ratio]));
    for (const [peer, figure] of Object.entries(peers)) {
      lines.push(line(['', peer, figure === null ? '-' : shown(figure), peerFailures[peer] ?? '']));
    }
    if (limit !== null) lines.push(line(['', limitOf, shown(limit), '']));
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}
