import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { HttpEvent, HttpHandler } from '../../shared/adapters/http/http-handler.ts';
import type { Problem } from '../../shared/adapters/http/problem.ts';
import { FUNCTIONS, type FunctionName } from '../../shared/resources/functions.ts';
import { ROUTES, type Route } from '../../shared/resources/routes.ts';
import { OPERATIONS } from '../../shared/schemas/api/operations.ts';

/** A query no operation takes: it is refused before anything is looked up. */
function eventOf({ method, path }: Pick<Route, 'method' | 'path'>): HttpEvent {
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: 'nobody-takes-this=1',
    headers: {},
    queryStringParameters: { 'nobody-takes-this': '1' },
    requestContext: { requestId: 'request' } as HttpEvent['requestContext'],
    isBase64Encoded: false,
  };
}

async function handlerOf(name: FunctionName): Promise<HttpHandler> {
  const { handler } = (await import(`../../functions/${name}/http.handler.ts`)) as { handler: HttpHandler };
  return handler;
}

async function ask(name: FunctionName, route: Pick<Route, 'method' | 'path'>): Promise<Problem> {
  const handler = await handlerOf(name);
  const { body } = await handler(eventOf(route), {} as Context);
  return JSON.parse(body ?? '') as Problem;
}

describe('the functions behind the API', () => {
  it.each(ROUTES)('$function answers $method $path', async (route) => {
    expect(FUNCTIONS[route.function]).toContain('http');
    const problem = await ask(route.function, route);
    expect(problem).toMatchObject({ status: 400, code: 'VALIDATION' });
    expect(problem.errors?.some(({ message }) => message.includes('nobody-takes-this'))).toBe(true);
  });

  it.each(ROUTES)('say in the document how $method $path is refused before it is looked up', ({ operationId }) => {
    const { responses, body } = OPERATIONS[operationId] ?? {};
    const refusals = body === undefined ? ['400'] : ['400', '413', '415'];
    expect(Object.keys(responses ?? {})).toEqual(expect.arrayContaining(refusals));
  });

  it('answer no route of another function', async () => {
    const names = [...new Set(ROUTES.map((route) => route.function))];
    for (const name of names) {
      for (const route of ROUTES.filter((other) => other.function !== name)) {
        expect((await ask(name, route)).status, `${name}: ${route.operationId}`).toBe(404);
      }
    }
  });

  it('with an HTTP trigger are those that routes lead to', () => {
    const triggered = Object.entries(FUNCTIONS).flatMap(([name, triggers]) =>
      (triggers as readonly string[]).includes('http') ? [name] : [],
    );
    expect(triggered.sort()).toEqual([...new Set(ROUTES.map((route) => route.function))].sort());
  });
});
