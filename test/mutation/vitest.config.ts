import { defineConfig } from 'vitest/config';
import { TARGET_TESTS } from './targets.ts';

// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from the default export.
export default defineConfig({
  test: {
    include: [...TARGET_TESTS],
    setupFiles: ['test/mutation/fixed-seed.ts'],
    // A mutation that makes a test wait for ever is found after this time; unmutated, each takes milliseconds.
    testTimeout: 3_000,
  },
});
