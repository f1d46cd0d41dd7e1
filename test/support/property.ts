import fc from 'fast-check';

/** Scales every property: 500 is the usual number of runs, `npm run fuzz` asks for 20,000. */
const SCALE = Number(process.env['YINXIN_FUZZ_RUNS'] ?? 500) / 500;

// The gate asks the same cases every time, so that it fails for a change and for nothing else; `npm run fuzz` takes a
// new seed at each run and prints it.
fc.configureGlobal({ seed: Number(process.env['YINXIN_FUZZ_SEED'] ?? 354), ...runs(100) });

/** Options of `fc.assert`: so many runs in CI, in proportion more when fuzzing. */
export function runs(usual = 500): { readonly numRuns: number } {
  return { numRuns: Math.ceil(usual * SCALE) };
}
