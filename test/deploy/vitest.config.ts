import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The stories in an order: what one leaves, the next finds. */
const STORIES = ['credit', 'incident', 'functions'];

class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) =>
      STORIES.findIndex((name) => moduleId.endsWith(`${name}.test.ts`));
    return [...files].sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    include: ['test/deploy/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 90_000,
    // One deployed system: the stories take turns.
    fileParallelism: false,
    sequence: { sequencer: InOrder },
  },
});
