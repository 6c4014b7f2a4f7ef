import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { HttpEvent, HttpHandler, HttpResult } from '../../shared/adapters/http/http-handler.ts';
import type { FunctionName } from '../../shared/resources/functions.ts';
import { ROUTES, type Route } from '../../shared/resources/routes.ts';

/** What API Gateway lets through. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** More than any schema takes, so that it is the schema that refuses, with a reason. */
const MAX_HEADER_BYTES = 256 * 1024;

/** Pages that only the local runtime has, by path. */
export type LocalPages = Readonly<Record<string, (query: URLSearchParams) => unknown>>;

interface Matcher {
  readonly route: Route;
  readonly pattern: RegExp;
}

const MATCHERS: readonly Matcher[] = ROUTES.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

/**
 * Turns requests into API Gateway events (HTTP API, payload 2.0) for the same handlers that run in the cloud.
 * @param port 0 for any free one
 */
export async function serve(
  port: number,
  handlers: Readonly<Partial<Record<FunctionName, HttpHandler>>>,
  pages: LocalPages,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    answer(request, handlers, pages).then(
      (result) => send(response, result),
      (error: Error) => send(response, problem(error instanceof TooLarge ? 413 : 500, error.message)),
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    port: address.port,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

class TooLarge extends Error {}

async function answer(
  request: IncomingMessage,
  handlers: Readonly<Partial<Record<FunctionName, HttpHandler>>>,
  pages: LocalPages,
): Promise<HttpResult> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const page = pages[url.pathname];
  if (page !== undefined && request.method === 'GET') return json(200, page(url.searchParams));
  const matching = MATCHERS.filter(({ pattern }) => pattern.test(url.pathname));
  const found = matching.find(({ route }) => route.method === request.method);
  if (found === undefined) {
    if (matching.length === 0)
      return problem(404, `there is no ${url.pathname}; GET /openapi.json lists what there is`);
    const allowed = matching.map(({ route }) => route.method).join(', ');
    return { ...problem(405, `${url.pathname} takes ${allowed}`), headers: { ...PROBLEM, allow: allowed } };
  }
  const handler = handlers[found.route.function];
  if (handler === undefined) return problem(404, `${found.route.function} does not run here`);
  const event = eventOf(request, url, found, await read(request));
  return handler(event, { awsRequestId: event.requestContext.requestId } as Parameters<HttpHandler>[1]);
}

function eventOf(request: IncomingMessage, url: URL, { route, pattern }: Matcher, body: Buffer): HttpEvent {
  const parameters = pattern.exec(url.pathname)?.groups ?? {};
  const query = new Map<string, string>();
  // API Gateway joins repeated parameters with a comma.
  for (const [name, value] of url.searchParams)
    query.set(name, query.has(name) ? `${query.get(name)},${value}` : value);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(',')]);
  const routeKey = `${route.method} ${route.path}`;
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: Object.fromEntries(headers),
    ...(query.size > 0 && { queryStringParameters: Object.fromEntries(query) }),
    ...(Object.keys(parameters).length > 0 && { pathParameters: { ...parameters } }),
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      domainName: '127.0.0.1',
      domainPrefix: '127',
      http: {
        method: route.method,
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 && { body: body.toString('base64') }),
    isBase64Encoded: body.length > 0,
  };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Read to its end all the same: a client that is still sending would not see the answer.
    if (bytes > MAX_BODY_BYTES) chunks.length = 0;
    else chunks.push(chunk);
  }
  if (bytes > MAX_BODY_BYTES) throw new TooLarge(`a body may have ${MAX_BODY_BYTES} bytes`);
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, { statusCode = 200, headers = {}, body, isBase64Encoded }: HttpResult): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  response.statusCode = statusCode;
  response.end(isBase64Encoded ? Buffer.from(body ?? '', 'base64') : body);
}

const PROBLEM = { 'content-type': 'application/problem+json' };

function problem(status: number, detail: string): HttpResult {
  const title = { 404: 'Not found', 405: 'Method not allowed', 413: 'Too large' }[status] ?? 'Internal error';
  return {
    statusCode: status,
    headers: PROBLEM,
    body: JSON.stringify({ type: 'about:blank', title, status, detail, code: 'HTTP' }),
  };
}

function json(status: number, value: unknown): HttpResult {
  const headers = { 'content-type': 'application/json' };
  return { statusCode: status, headers, body: `${JSON.stringify(value, null, 2)}\n` };
}
