import fc from 'fast-check';
import { expect, it } from 'vitest';
import { prettyJson } from '../../../functions/sla/pretty-json.ts';

const text = (value: unknown) => [...prettyJson(value)].join('');

it('the pieces of any value are its JSON text, indented by two', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie('any'), { maxLength: 6 }),
      fc.dictionary(fc.string(), fc.oneof(tie('any'), fc.constant(undefined)), { maxKeys: 6 }),
    ),
  })).any;
  fc.assert(fc.property(value, (given) => text(given) === JSON.stringify(given, null, 2)));
});

it.each([
  ['a long list', Array.from({ length: 2_000 }, (_, i) => ({ i, piece: [i, i + 1] }))],
  ['a long list inside', { before: 1, derivation: { outages: Array.from({ length: 501 }, (_, i) => i) }, after: [] }],
  ['a long list of nothing much', { list: Array.from({ length: 600 }, () => ({})), empty: {}, none: [] }],
  ['a member left out of a large object', { list: Array.from({ length: 600 }, () => 'a\nb'), absent: undefined }],
])('%s', (_name, value) => {
  expect(text(value)).toBe(JSON.stringify(value, null, 2));
});
