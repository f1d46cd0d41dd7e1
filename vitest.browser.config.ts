import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The default build in a real browser (headless Chromium). Needs `npm run build`; skipped where no Chromium is. */
export default defineConfig({
  resolve: {
    alias: {
      '#platform': fileURLToPath(new URL('./src/foundation/platform/node/index.ts', import.meta.url)),
    },
  },
  test: { include: ['test/browser/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
});
