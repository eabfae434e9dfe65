import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/temporary-folder.ts'],
    // The end-to-end tests start a loopback server and a worker each; two cores are the planned machine.
    testTimeout: 60_000,
    // The process that collects the results does next to nothing, so no core is kept free for it.
    maxWorkers: '100%',
    coverage: {
      provider: 'v8',
      include: ['functions/**/*.ts', 'shared/**/*.ts', 'infra/**/*.ts'],
      reporter: [['text', { skipFull: true }]],
    },
  },
});
