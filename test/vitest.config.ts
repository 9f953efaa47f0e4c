/** Where the tests are: the everyday ones, or with `--mode slow` those in `*.slow.test.ts`. */
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

const slow = 'test/**/*.slow.test.ts';

export default defineConfig(({ mode }) => ({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    globalSetup: 'test/services/global-setup.ts',
    include: mode === 'slow' ? [slow] : ['test/**/*.test.ts'],
    exclude: mode === 'slow' ? configDefaults.exclude : [...configDefaults.exclude, slow],
    // Slow tests read whole archives; an everyday test that needs a minute hangs.
    testTimeout: mode === 'slow' ? 600_000 : 60_000,
    hookTimeout: 120_000,
  },
}));
