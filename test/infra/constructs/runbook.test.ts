import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Synthesized } from '../stacks/synthesized.ts';

it('every alarm ends with a heading of the operations part of the README', { timeout: 90_000 }, () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const operations = readme.slice(readme.indexOf('\n## Operating it\n'));
  const headings = new Set([...operations.matchAll(/^### ([a-z-]+)$/gm)].map(([, heading]) => heading));
  const wanted = new Synthesized()
    .ofType('AWS::CloudWatch::Alarm')
    .map(([, { Properties }]) => /: ([a-z-]+)$/.exec(Properties.AlarmDescription)?.[1]);
  expect(wanted.filter((heading) => !headings.has(heading ?? ''))).toEqual([]);
  expect(headings).toEqual(new Set(wanted));
});
