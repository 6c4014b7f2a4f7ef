import type { z } from 'zod';
import { SlaError } from '../../domain/errors.ts';

/** A refusal that belongs to HTTP alone: a media type, a size, a route. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'HttpError';
    this.status = status;
  }
}

/** A request that does not fit its schema: every place that does not, at once. */
export class RequestError extends Error {
  readonly issues: readonly FieldProblem[];

  constructor(issues: readonly FieldProblem[]) {
    super('the request does not fit');
    this.name = 'RequestError';
    this.issues = issues;
  }
}

export interface FieldProblem {
  readonly in: 'path' | 'query' | 'header' | 'body';
  /** Such as `services[0].fee`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/** RFC 9457. `errors` names each field that is wrong. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly (Omit<FieldProblem, 'in'> & { readonly in?: string })[];
}

const STATUS = { VALIDATION: 400, NOT_FOUND: 404, CONFLICT: 409, PRECONDITION: 422 } as const;
const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is not valid',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict with what is stored',
  413: 'Too large',
  415: 'Media type not supported',
  422: 'Not possible in the present state',
  500: 'Internal error',
};

/** The one place where errors become statuses. What is unknown becomes 500 and says nothing of itself. */
export function problemOf(error: unknown): Problem {
  if (error instanceof RequestError) {
    const [first] = error.issues;
    const detail =
      first === undefined ? error.message : `${[first.in, first.path].filter(Boolean).join(' ')}: ${first.message}`;
    return { ...head(400), detail, code: 'VALIDATION', errors: error.issues };
  }
  if (error instanceof SlaError) {
    const path = pathText(error.path);
    return {
      ...head(STATUS[error.code]),
      detail: error.message,
      code: error.code,
      ...(error.path.length > 0 && { errors: [{ path, message: error.message }] }),
    };
  }
  if (error instanceof HttpError) return { ...head(error.status), detail: error.message, code: 'HTTP' };
  return { ...head(500), detail: 'Something went wrong on our side; it has been logged.', code: 'INTERNAL' };
}

function head(status: number) {
  return { type: 'about:blank', title: TITLES[status] ?? 'Error', status };
}

/** zod's findings as field problems. */
export function issuesOf(error: z.ZodError, place: FieldProblem['in']): readonly FieldProblem[] {
  return error.issues.map((issue) => ({ in: place, path: pathText(issue.path), message: issue.message }));
}

export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}
