import { defineConfig } from 'vitest/config';

/** Checks of the packed tarball, as somebody else installs it. Needs `npm run build`. */
export default defineConfig({
  test: { include: ['test/package/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 300_000 },
});
