import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The deploy test needs Python and minutes; it has a command of its own.
    exclude: ['test/deploy/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
