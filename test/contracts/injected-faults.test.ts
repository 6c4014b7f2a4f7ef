import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { LintRule } from '../../shared/domain/contract/lint/finding.ts';
import { lintFiles } from '../../shared/schemas/lint-files.ts';

const ASOF = Date.UTC(2026, 10, 20);
const read = (file: string) =>
  readFileSync(new URL(`../../contracts/agreements/${file}.yaml`, import.meta.url), 'utf8');

interface Injected {
  readonly fault: string;
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
  readonly rules: readonly LintRule[];
}

// The readings recorded in an agreement settle what its words leave open, never a fault put into its rules.
const CASES: readonly Injected[] = [
  { fault: 'a gap', file: 'sensey', from: 'atLeast: "99.0"', to: 'atLeast: "99.2"', rules: ['band-gap'] },
  { fault: 'a gap', file: 'diploc', from: 'above: "99.4"', to: 'above: "99.45"', rules: ['band-gap'] },
  { fault: 'an overlap', file: 'sensey', from: 'atLeast: "98.0"', to: 'atLeast: "97.9"', rules: ['band-overlap'] },
  { fault: 'an overlap', file: 'diploc', from: 'above: "99.3"', to: 'above: "99.25"', rules: ['band-overlap'] },
  { fault: 'a credit that falls', file: 'diploc', from: 'percent: "20"', to: 'percent: "5"', rules: ['band-growth'] },
  {
    fault: 'a boundary nobody owns',
    file: 'sensey',
    from: 'atLeast: "99.0"',
    to: 'above: "99.0"',
    rules: ['band-boundary'],
  },
  { fault: 'no upper end', file: 'diploc', from: /atOrBelow: "99.3"\n\s*/, to: '', rules: ['band-boundary'] },
  { fault: 'a higher target', file: 'sensey', from: 'target: "99.9"', to: 'target: "99.95"', rules: ['band-target'] },
  {
    fault: 'no target',
    file: '24office',
    from: /target: "99.9"\n\s*/,
    to: '',
    rules: ['availability-without-target'],
  },
  {
    fault: 'a lower cap',
    file: 'diploc',
    from: 'per: month\n      percent: "40"',
    to: 'per: month\n      percent: "39"',
    rules: ['cap-below-lowest-band'],
  },
  {
    fault: 'an unread formula',
    file: 'fellow-example',
    from: /- clause: §4.2 \(formule\)\n {4}question/,
    to: '- clause: §4.2 (teller)\n    question',
    rules: ['formula-inverted'],
  },
  {
    fault: 'an unread constant',
    file: 'fellow-example',
    from: /- clause: §4.2 \(RTO\)\n {4}question/,
    to: '- clause: §4.2 (minuten)\n    question',
    rules: ['stated-constant'],
  },
  {
    fault: 'a priority without targets',
    file: 'sensey',
    from: /(severity: 1\n)\s*response: .*\n\s*resolution: .*\n/,
    to: '$1',
    rules: ['priority-without-targets'],
  },
  {
    fault: 'a priority without targets',
    file: 'go2people',
    from: /(severity: 5\n)\s*response: .*\n\s*resolution: .*\n/,
    to: '$1',
    rules: ['priority-without-targets'],
  },
  {
    fault: 'a calendar that is not there',
    file: 'go2people',
    from: 'within: 5 business days, calendar: kantooruren',
    to: 'within: 5 business days, calendar: werkdagen',
    rules: ['calendar-undefined'],
  },
  {
    fault: 'business time on no calendar',
    file: 'diploc',
    from: /\n\s*calendar: kantooruren/,
    to: '',
    rules: ['calendar-undefined'],
  },
  {
    fault: 'no holidays for a year',
    file: 'go2people',
    from: 'holidayYears: [2025, 2026, 2027]',
    to: 'holidayYears: [2025, 2027]',
    rules: ['holidays-missing'],
  },
  { fault: 'CET', file: 'sensey', from: 'timeZone: Europe/Amsterdam', to: 'timeZone: CET', rules: ['time-zone'] },
  ...['sensey', 'diploc', 'go2people', 'fellow-example'].map((file): Injected => {
    return {
      fault: 'no channels',
      file,
      from: /channels: \[.*\]/,
      to: 'channels: []',
      rules: ['notice-without-channels'],
    };
  }),
  {
    fault: 'a date inside a month',
    file: '24office',
    from: 'effectiveFrom: 2025-01-01',
    to: 'effectiveFrom: 2025-01-15',
    rules: ['effective-date'],
  },
  {
    fault: 'an unknown key',
    file: 'diploc',
    from: 'counts: whole',
    to: 'count: whole',
    rules: ['value', 'unknown-key'],
  },
  {
    fault: 'an unanswered question',
    file: 'fellow-example',
    from: 'openQuestions:\n',
    to: 'openQuestions:\n  - { clause: §9, question: Hoe?, affects: [availability] }\n',
    rules: ['open-question'],
  },
];

it.each(CASES)('$fault in $file is found', ({ file, from, to, rules }) => {
  const text = read(file);
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  const findings = lintFiles([{ name: `${file}.yaml`, bytes: new TextEncoder().encode(changed) }], ASOF);
  expect(findings.map(({ rule }) => rule)).toEqual(rules);
});
