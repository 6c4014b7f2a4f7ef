import type { z } from 'zod';
import type { ApiOperation, BodyType } from '../../schemas/api/operation.ts';
import { HttpError, issuesOf, RequestError } from './problem.ts';

/** How text of a media type is read; functions that take no YAML need not carry its parser. */
export type Readers = Readonly<Partial<Record<BodyType, (text: string) => unknown>>>;

interface Source {
  readonly body?: string | undefined;
  readonly isBase64Encoded?: boolean;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/**
 * The body of a request, decoded, parsed by its media type and checked.
 * @param readers for media types other than JSON; without one a body stays bytes
 * @returns undefined for an operation that takes none
 * @throws HttpError 413 when it is too large, 415 for a media type the operation does not take
 * @throws RequestError when it is no UTF-8, cannot be parsed, or does not fit
 */
export function bodyOf(source: Source, expected: ApiOperation['body'], readers: Readers = {}): unknown {
  if (expected === undefined) return undefined;
  const bytes = Buffer.from(source.body ?? '', source.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > expected.maxBytes) {
    throw new HttpError(413, `the body has ${bytes.length} bytes; ${expected.maxBytes} are allowed`);
  }
  const type = mediaType(source.headers['content-type'], expected.types);
  const read = { 'application/json': readJson, ...readers }[type];
  const value = read === undefined ? bytes : read(textOf(bytes));
  const checked = (expected.schema as z.ZodType).safeParse(value);
  if (!checked.success) throw new RequestError(issuesOf(checked.error, 'body'));
  return checked.data;
}

function mediaType(header: string | undefined, allowed: readonly BodyType[]): BodyType {
  const named = (header ?? allowed[0] ?? '').split(';')[0]?.trim().toLowerCase();
  const type = named === 'application/x-yaml' || named === 'text/yaml' ? 'application/yaml' : named;
  const found = allowed.find((candidate) => candidate === type);
  if (found === undefined) throw new HttpError(415, `"${header}" is not taken here; send ${allowed.join(' or ')}`);
  return found;
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refused('the body is not UTF-8 text');
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused(`the body is not JSON: ${(error as Error).message}`);
  }
}

export function refused(message: string): RequestError {
  return new RequestError([{ in: 'body', path: '', message }]);
}
