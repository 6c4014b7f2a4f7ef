import { parseDocument } from 'yaml';
import type { z } from 'zod';
import type { ApiOperation, BodyType } from '../../schemas/api/operation.ts';
import { HttpError, issuesOf, RequestError } from './problem.ts';

interface Source {
  readonly body?: string | undefined;
  readonly isBase64Encoded?: boolean;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/**
 * The body of a request, decoded, parsed by its media type and checked.
 * @returns undefined for an operation that takes none
 * @throws HttpError 413 when it is too large, 415 for a media type the operation does not take
 * @throws RequestError when it is no UTF-8, cannot be parsed, or does not fit
 */
export function bodyOf(source: Source, expected: ApiOperation['body']): unknown {
  if (expected === undefined) return undefined;
  const bytes = Buffer.from(source.body ?? '', source.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > expected.maxBytes) {
    throw new HttpError(413, `the body has ${bytes.length} bytes; ${expected.maxBytes} are allowed`);
  }
  const type = mediaType(source.headers['content-type'], expected.types);
  const value = type === 'text/csv' ? bytes : parse(type, textOf(bytes));
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

function parse(type: BodyType, text: string): unknown {
  if (type === 'application/json') {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw refused(`the body is not JSON: ${(error as Error).message}`);
    }
  }
  const document = parseDocument(text, { uniqueKeys: true, strict: true });
  const [problem] = document.errors;
  if (problem !== undefined) throw refused(`the body is not YAML: ${problem.message}`);
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw refused(`aliases are not taken here: ${(error as Error).message}`);
  }
}

function refused(message: string): RequestError {
  return new RequestError([{ in: 'body', path: '', message }]);
}
