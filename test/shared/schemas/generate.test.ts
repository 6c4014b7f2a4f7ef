import { expect, it } from 'vitest';
import { PUBLISHED, schemaText, staleSchemas } from '../../../shared/schemas/generate.ts';

it('the published schemas say what the code says', () => {
  expect(staleSchemas()).toEqual([]);
});

it.each(Object.keys(PUBLISHED))('%s is JSON Schema 2020-12 that refuses unknown keys', (name) => {
  const schema = JSON.parse(schemaText(name)) as Record<string, unknown>;
  expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
  const text = JSON.stringify(schema);
  expect(text).toContain('"additionalProperties":false');
  expect(text).not.toContain('readOnly');
});

it('a schema nobody publishes is refused by name', () => {
  expect(() => schemaText('invoice')).toThrow('no schema "invoice"; there are agreement, contract');
});
