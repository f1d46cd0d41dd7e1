// npm run fuzz [-- FILTER]: every property 40 times as often as in CI, from a new seed (YINXIN_FUZZ_SEED repeats one).
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';

const seed = process.env.YINXIN_FUZZ_SEED ?? String(randomInt(2 ** 31));
const runs = process.env.YINXIN_FUZZ_RUNS ?? '20000';
console.log(`fuzz: YINXIN_FUZZ_SEED=${seed} YINXIN_FUZZ_RUNS=${runs}`);
const targets = process.argv.slice(2);
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'node', '--testTimeout', '3600000'].concat(
    targets.length > 0 ? targets : ['test/property'],
  ),
  { stdio: 'inherit', env: { ...process.env, YINXIN_FUZZ_SEED: seed, YINXIN_FUZZ_RUNS: runs } },
);
process.exitCode = status ?? 1;
