import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const CLI = resolve('dist', 'cli.js');

export interface CliRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** The lines of standard output as JSON. */
  lines(): readonly Record<string, unknown>[];
}

/** Runs the built command in a process of its own, as a user does. */
export function yinxin(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; input?: string } = {},
): CliRun {
  if (!existsSync(CLI)) throw new Error('dist/cli.js is missing: npm run build');
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.input === undefined ? {} : { input: options.input }),
    env: { ...process.env, LANG: 'C', LC_ALL: '', ...options.env },
  });
  return {
    code: status,
    out: stdout,
    err: stderr,
    lines: () =>
      stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

/** The options that take the `trust/` folders of a demo, relative to its folder. */
export const TRUST_OPTIONS: readonly string[] = [
  ...['--trust', 'trust/signers', '--trust-tsa', 'trust/timestamps'],
  ...['--seal-maker', 'trust/seal-makers', '--issuers', 'trust/issuers', '--status', 'trust/status'],
  ...['--intermediate', 'trust/intermediates'],
];
