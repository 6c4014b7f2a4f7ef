import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { z } from 'zod';
import { ROUTES } from '../../resources/routes.ts';
import type { ApiOperation } from '../../schemas/api/operation.ts';
import { bodyOf, type Readers } from './body.ts';
import { HttpError, issuesOf, problemOf, RequestError } from './problem.ts';

/** What an operation answers. A text body is sent as it is, anything else as JSON. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request after its checks. */
export interface Checked<P, Q, H, B> {
  readonly path: P;
  readonly query: Q;
  readonly headers: H;
  readonly body: B;
  /** Who calls, as the authoriser knows them; `anonymous` where there is none. */
  readonly caller: string;
}

export type HttpEvent = APIGatewayProxyEventV2;
export type HttpResult = APIGatewayProxyStructuredResultV2;
export type HttpHandler = (event: HttpEvent, context: Context) => Promise<HttpResult>;

type Endpoint = (event: HttpEvent) => Promise<Answer>;

const logger = new Logger();

/**
 * One operation of the API: checks the request against its schemas, then calls on.
 * @param operation from shared/schemas/api
 * @param readers for media types other than JSON and CSV
 */
export function endpoint<P extends z.ZodType, Q extends z.ZodType, H extends z.ZodType, B extends z.ZodType>(
  operation: ApiOperation<P, Q, H, B>,
  answer: (request: Checked<z.output<P>, z.output<Q>, z.output<H>, z.output<B>>) => Promise<Answer>,
  readers: Readers = {},
): Endpoint {
  return async (event) => {
    const path = operation.path.safeParse(decoded(event.pathParameters ?? {}));
    const query = operation.query.safeParse(event.queryStringParameters ?? {});
    const headers = operation.headers.safeParse(event.headers);
    const issues = [
      ...(path.success ? [] : issuesOf(path.error, 'path')),
      ...(query.success ? [] : issuesOf(query.error, 'query')),
      ...(headers.success ? [] : issuesOf(headers.error, 'header')),
    ];
    if (!path.success || !query.success || !headers.success) throw new RequestError(issues);
    const body = bodyOf(event, operation.body, readers);
    return answer({
      path: path.data,
      query: query.data,
      headers: headers.data,
      body,
      caller: callerOf(event),
    } as Checked<z.output<P>, z.output<Q>, z.output<H>, z.output<B>>);
  };
}

/** The handler of a function's HTTP trigger: each of its operations by the name it has in the list of routes. */
export function httpHandler(endpoints: Readonly<Record<string, Endpoint>>): HttpHandler {
  const byRoute = new Map<string, Endpoint>(
    ROUTES.flatMap(({ method, path, operationId }) => {
      const found = endpoints[operationId];
      return found === undefined ? [] : [[`${method} ${path}`, found] as const];
    }),
  );
  const handle = async (event: HttpEvent): Promise<HttpResult> => {
    try {
      const found = byRoute.get(event.routeKey);
      if (found === undefined) throw new HttpError(404, `there is no ${event.routeKey}`);
      return resultOf(await found(event));
    } catch (error) {
      return refuse(error, event);
    }
  };
  return middy<HttpEvent, HttpResult>().use(httpHeaderNormalizer()).handler(handle) as unknown as HttpHandler;
}

function resultOf({ status, body, contentType, headers }: Answer): HttpResult {
  const isText = typeof body === 'string';
  return {
    statusCode: status,
    headers: {
      'content-type': contentType ?? (isText ? 'text/plain; charset=utf-8' : 'application/json'),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
    ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
  };
}

function refuse(error: unknown, event: HttpEvent): HttpResult {
  const problem = problemOf(error);
  if (problem.status >= 500) {
    const { requestId } = event.requestContext;
    logger.error('request failed', { error: error as Error, routeKey: event.routeKey, requestId });
  }
  return resultOf({ status: problem.status, body: problem, contentType: 'application/problem+json' });
}

/** API Gateway hands path parameters over as they stand in the URL. */
function decoded(parameters: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      try {
        return [name, decodeURIComponent(value ?? '')];
      } catch {
        throw new RequestError([{ in: 'path', path: name, message: `"${value}" is not percent-encoded text` }]);
      }
    }),
  );
}

function callerOf({ requestContext }: HttpEvent): string {
  const { authorizer } = requestContext as {
    authorizer?: { iam?: { userArn?: string }; jwt?: { claims?: Record<string, unknown> } };
  };
  const subject = authorizer?.jwt?.claims?.['sub'];
  return authorizer?.iam?.userArn ?? (typeof subject === 'string' ? subject : 'anonymous');
}
