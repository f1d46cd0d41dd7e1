import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const platformOf = (build: 'node' | 'default'): { alias: Record<string, string> } => ({
  alias: {
    '#platform': fileURLToPath(new URL(`./src/foundation/platform/${build}/index.ts`, import.meta.url)),
  },
});

/** Both builds of the platform are tested in Node: `default` is what browsers get. */
export default defineConfig({
  test: {
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        resolve: platformOf('node'),
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/package/**', 'test/browser/**'],
        },
      },
      {
        extends: true,
        resolve: platformOf('default'),
        test: {
          name: 'default',
          include: [
            'test/unit/{platform,crypto,x509,cms}/**/*.test.ts',
            'test/vectors/**/*.test.ts',
            'test/conformance/crypto/**/*.test.ts',
            'test/property/crypto/**/*.test.ts',
          ],
        },
      },
    ],
  },
});
