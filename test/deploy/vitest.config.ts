import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/deploy/*.test.ts'],
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // One deployed system: the stories take turns.
    fileParallelism: false,
  },
});
