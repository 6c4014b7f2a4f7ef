import * as z from 'zod';
import { ROUTES } from '../../resources/routes.ts';
import type { ApiOperation, ApiResponse } from './operation.ts';
import { OPERATIONS } from './operations.ts';

type JsonSchema = { [key: string]: unknown };

/** RFC 9457, as the one place that maps errors makes it. */
const ProblemView = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    errors: z.array(z.object({ in: z.string().optional(), path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

/**
 * The API's OpenAPI 3.1 document, made from the list of routes and the schemas that check the requests.
 * @throws Error when a route has no operation
 */
export function openApiDocument(): JsonSchema {
  const schemas: Record<string, JsonSchema> = {};
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const { method, path, operationId, function: tag } of ROUTES) {
    const operation = OPERATIONS[operationId];
    if (operation === undefined) throw new Error(`the route ${method} ${path} has no operation "${operationId}"`);
    paths[path] ??= {};
    (paths[path] as Record<string, JsonSchema>)[method.toLowerCase()] = {
      operationId,
      tags: [tag],
      summary: operation.summary,
      parameters: [
        ...parameters('path', operation.path, schemas),
        ...parameters('query', operation.query, schemas),
        ...parameters('header', operation.headers, schemas),
      ],
      ...(operation.body !== undefined && { requestBody: requestBody(operation.body, schemas) }),
      responses: Object.fromEntries(
        Object.entries({ ...operation.responses, 500: INTERNAL }).map(([status, response]) => [
          status,
          responseOf(response, schemas),
        ]),
      ),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'SLA tracker',
      version: '1.0.0',
      description: 'From incident to credit note, with a derivation both sides can recompute.',
    },
    paths,
    components: { schemas },
  };
}

const INTERNAL: ApiResponse = { description: 'Something went wrong here', contentType: 'application/problem+json' };

function parameters(place: 'path' | 'query' | 'header', schema: z.ZodType, schemas: Record<string, JsonSchema>) {
  const { properties = {}, required = [] } = jsonSchema(schema, 'input', schemas) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, member]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(typeof member['description'] === 'string' && { description: member['description'] }),
    schema: member,
  }));
}

function requestBody(body: NonNullable<ApiOperation['body']>, schemas: Record<string, JsonSchema>): JsonSchema {
  return {
    required: true,
    content: Object.fromEntries(
      body.types.map((type) => [
        type,
        { schema: type === 'text/csv' ? { type: 'string' } : jsonSchema(body.schema, 'input', schemas) },
      ]),
    ),
  };
}

function responseOf(response: ApiResponse, schemas: Record<string, JsonSchema>): JsonSchema {
  const type = response.contentType ?? 'application/json';
  const schema = response.schema ?? (type === 'application/problem+json' ? ProblemView : undefined);
  return {
    description: response.description,
    ...(schema !== undefined && { content: { [type]: { schema: jsonSchema(schema, 'output', schemas) } } }),
  };
}

/** The JSON Schema of a zod schema, with its named parts moved to the document's components. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output', schemas: Record<string, JsonSchema>): JsonSchema {
  const {
    $schema: _,
    $defs = {},
    ...made
  } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema & {
    $defs?: Record<string, JsonSchema>;
  };
  for (const [name, definition] of Object.entries($defs)) schemas[name] = moved(definition) as JsonSchema;
  const id = made['id'];
  const whole = moved(made) as JsonSchema;
  if (typeof id !== 'string') return whole;
  schemas[id] = whole;
  return { $ref: `#/components/schemas/${id}` };
}

function moved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moved);
  if (value === null || typeof value !== 'object') return value;
  if (isUniformTuple(value)) return moved({ ...value, prefixItems: undefined, items: value.prefixItems[0] });
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      if (member === undefined || (key === 'id' && typeof member === 'string')) return [];
      if (key === '$ref' && typeof member === 'string') {
        return [[key, member.replace(/^#\/\$defs\//, '#/components/schemas/')]];
      }
      return [[key, moved(member)]];
    }),
  );
}

/** A list of a fixed length whose members are all of one kind is written as such: few tools read `prefixItems`. */
function isUniformTuple(value: object): value is { readonly prefixItems: readonly [JsonSchema, ...JsonSchema[]] } {
  const { prefixItems, items, minItems } = value as JsonSchema;
  if (!Array.isArray(prefixItems) || prefixItems.length === 0 || items !== false || minItems !== prefixItems.length) {
    return false;
  }
  return prefixItems.every((member) => JSON.stringify(member) === JSON.stringify(prefixItems[0]));
}
