import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ROUTES } from '../../../../shared/resources/routes.ts';
import { openApiDocument } from '../../../../shared/schemas/api/openapi.ts';
import { OPERATIONS } from '../../../../shared/schemas/api/operations.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: object;
}
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: object }>>;
}

// As it goes out: through JSON.
const document = JSON.parse(JSON.stringify(openApiDocument())) as {
  readonly openapi: string;
  readonly info: object;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};
const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ key: `${method.toUpperCase()} ${path}`, path, operation })),
);

describe('the API document', () => {
  it('is OpenAPI 3.1', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'SLA tracker', version: expect.any(String) } });
  });

  it('documents every route, and nothing else', () => {
    const routed = ROUTES.map(({ method, path, operationId }) => [`${method} ${path}`, operationId]).sort();
    expect(documented.map(({ key, operation }) => [key, operation.operationId]).sort()).toEqual(routed);
  });

  it('documents every operation that is checked, and each under one name', () => {
    const ids = documented.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.sort()).toEqual(Object.keys(OPERATIONS).sort());
  });

  it('refers only to schemas it has, and has none that nothing refers to', () => {
    const used = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref);
    const there = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect([...new Set(used)].sort()).toEqual(there.sort());
  });

  it('has schemas that zod reads back', () => {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      const whole = { ...schema, $defs: document.components.schemas };
      const text = JSON.stringify(whole).replaceAll('#/components/schemas/', '#/$defs/');
      expect(() => z.fromJSONSchema(JSON.parse(text)), name).not.toThrow();
    }
  });
});

/** Names of the members a schema checks. */
function members(schema: z.ZodType): readonly string[] {
  return Object.keys((z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })['properties'] ?? {}) as object);
}

describe.each(documented.map(({ key, path, operation }) => [key, path, operation] as const))(
  '%s',
  (_, path, operation) => {
    const checked = OPERATIONS[operation.operationId];
    const named = (place: string) => operation.parameters.filter((one) => one.in === place).map(({ name }) => name);

    it('documents the parameters it checks, and those of its path', () => {
      if (checked === undefined) throw new Error('it is not checked');
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(named('path')).toEqual(inPath);
      expect(named('path')).toEqual(members(checked.path));
      expect(named('query')).toEqual(members(checked.query));
      expect(named('header')).toEqual(members(checked.headers));
      for (const one of operation.parameters) {
        expect(one.required || one.in !== 'path', one.name).toBe(true);
        expect(one.schema, one.name).toBeTypeOf('object');
      }
    });

    it('documents the body it takes', () => {
      expect(Object.keys(operation.requestBody?.content ?? {})).toEqual([...(checked?.body?.types ?? [])]);
    });

    it('documents an answer for each status, and how it fails', () => {
      expect(operation.summary).not.toBe('');
      const statuses = Object.keys(operation.responses);
      expect(statuses).toEqual(expect.arrayContaining([...Object.keys(checked?.responses ?? {}), '500']));
      expect(statuses.some((status) => status.startsWith('2'))).toBe(true);
      for (const [status, { description, content = {} }] of Object.entries(operation.responses)) {
        expect(description, status).not.toBe('');
        if (Number(status) >= 400) expect(Object.keys(content), status).toEqual(['application/problem+json']);
      }
    });
  },
);
