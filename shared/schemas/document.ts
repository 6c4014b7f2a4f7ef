import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLParseError,
  type YAMLWarning,
} from 'yaml';
import * as z from 'zod';
import type { Agreement } from '../domain/contract/agreement.ts';
import type { Contract } from '../domain/contract/contract.ts';
import type { LintRule } from '../domain/contract/lint/finding.ts';
import { type Path, ValidationError } from '../domain/errors.ts';
import { AgreementSchema, agreementOf } from './agreement.ts';
import { ContractSchema, contractOf } from './contract.ts';
import { issuesOf } from './issue-text.ts';

/** What is wrong with a document, and where. */
export interface DocumentProblem {
  readonly rule: LintRule;
  readonly path: Path;
  /** Counts from 1. */
  readonly line: number;
  readonly message: string;
}

/** A YAML file as read: its value, whatever it is, and the line on which each part stands. */
export interface SourceDocument {
  readonly value: unknown;
  /** Line of the value at a path, or of the nearest part that is there. */
  lineOf(path: Path): number;
  /** Problems of the text itself; with one there is no value. */
  readonly problems: readonly DocumentProblem[];
}

export type CheckedDocument =
  | { readonly document: Agreement | Contract; readonly source: SourceDocument; readonly problems: readonly [] }
  | { readonly source: SourceDocument; readonly problems: readonly DocumentProblem[] };

/** Reads YAML with its lines. Text that is not UTF-8, is malformed or names a key twice is a problem, not an exception. */
export function readSource(bytes: Uint8Array): SourceDocument {
  const invalid = firstInvalidByte(bytes);
  if (invalid !== undefined) {
    const line = 1 + bytes.subarray(0, invalid).filter((byte) => byte === 10).length;
    const value = `0x${(bytes[invalid] ?? 0).toString(16)}`;
    const message = `the file is not UTF-8 text: byte ${invalid} is ${value}`;
    return { value: undefined, lineOf: () => line, problems: [{ rule: 'yaml', path: [], line, message }] };
  }
  const lines = new LineCounter();
  const text = new TextDecoder().decode(bytes);
  const parsed = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    stringKeys: true,
    resolveKnownTags: false,
    strict: true,
    prettyErrors: false,
  });
  const problems: DocumentProblem[] = [];
  const refuse = (offset: number, message: string) =>
    problems.push({ rule: 'yaml', path: [], line: lines.linePos(offset).line, message });
  for (const fault of [...parsed.errors, ...parsed.warnings]) refuse(fault.pos[0], faultText(fault, text));
  visit(parsed, {
    Alias: (_, { source, range }) => void refuse(range?.[0] ?? 0, `aliases are not taken: *${source}; write it out`),
  });
  const lineOf = (path: Path) => lines.linePos(nearest(parsed.contents, path)).line;
  return { value: problems.length === 0 ? parsed.toJS() : undefined, lineOf, problems };
}

function faultText({ code, pos, message }: YAMLParseError | YAMLWarning, text: string): string {
  const word = text.slice(pos[0]).match(/^[^\s:,}]+/)?.[0] ?? '';
  switch (code) {
    case 'DUPLICATE_KEY':
      return `the key "${word}" stands there twice; allowed is once`;
    case 'NON_STRING_KEY':
      return 'a list or a map stands there as a key; allowed is a name';
    case 'TAG_RESOLVE_FAILED':
      return `tags are not taken: ${word}; leave it out`;
    case 'MULTIPLE_DOCS':
      return 'a second document begins there; allowed is one in a file';
    default:
      return `the file is not well-formed YAML: ${message}`;
  }
}

const AnyDocument = z.looseObject({ kind: z.enum(['agreement', 'contract']) });

function documentOf(checked: z.output<typeof AgreementSchema | typeof ContractSchema | typeof AnyDocument>) {
  const known = checked as z.output<typeof AgreementSchema | typeof ContractSchema>;
  return known.kind === 'agreement' ? agreementOf(known) : contractOf(known);
}

/** Reads and checks an agreement or a contract; every problem at once. */
export function readDocument(bytes: Uint8Array): CheckedDocument {
  const source = readSource(bytes);
  if (source.problems.length > 0) return { source, problems: source.problems };
  const kind = (source.value as { kind?: unknown } | null)?.kind;
  const schema = kind === 'contract' ? ContractSchema : kind === 'agreement' ? AgreementSchema : AnyDocument;
  const checked = schema.safeParse(source.value);
  if (checked.success) return { document: documentOf(checked.data), source, problems: [] };
  const problems = issuesOf(schema, checked.error, source.value).map((issue) => ({
    ...issue,
    line: source.lineOf(issue.path),
  }));
  return { source, problems: problems.sort((a, b) => a.line - b.line) };
}

/**
 * An agreement or a contract from a file.
 * @param name stands in the message
 * @throws ValidationError with every problem, each with its line
 */
export function loadDocument(bytes: Uint8Array, name: string): Agreement | Contract {
  const read = readDocument(bytes);
  if ('document' in read) return read.document;
  const [first] = read.problems;
  const text = read.problems.map(
    ({ line, path, message }) => `${name}:${line}: ${[path.join('.'), message].filter(Boolean).join(': ')}`,
  );
  throw new ValidationError(text.join('\n'), { path: first?.path ?? [] });
}

/** Offset of the deepest node on the way along a path. */
function nearest(root: Node | null, path: Path): number {
  let node: Node | null | undefined = root;
  let offset = node?.range?.[0] ?? 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
      );
      if (pair === undefined) return offset;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = isNode(pair.value) ? pair.value : null;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(key)];
      if (!isNode(item)) return offset;
      node = item;
      offset = item.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

function firstInvalidByte(bytes: Uint8Array): number | undefined {
  const isValid = (length: number) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return undefined;
  } catch {
    // The first prefix that cannot be the beginning of any UTF-8 text ends with the offending byte.
    let [low, high] = [0, bytes.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isValid(middle + 1)) low = middle + 1;
      else high = middle;
    }
    return Math.min(low, bytes.length - 1);
  }
}
