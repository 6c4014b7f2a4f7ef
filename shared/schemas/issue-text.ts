import * as z from 'zod';
import type { LintRule } from '../domain/contract/lint/finding.ts';
import type { Path } from '../domain/errors.ts';

/** One refusal of a schema: where, and in words that carry the value and what was allowed. */
export interface Issue {
  readonly rule: LintRule;
  readonly path: Path;
  readonly message: string;
}

/**
 * The refusals of a schema as sentences; every key too many is one of its own.
 * @param value what was checked
 */
export function issuesOf(schema: z.ZodType, error: z.ZodError, value: unknown): readonly Issue[] {
  return error.issues.flatMap((issue): readonly Issue[] => {
    const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
    if (issue.code === 'unrecognized_keys') {
      const allowed = keysAt(schema, path);
      return issue.keys.map((key) => {
        const message = `there is no "${key}" here; ${allowed.length > 0 ? `allowed are ${allowed.join(', ')}` : 'check its spelling'}`;
        return { rule: 'unknown-key', path: [...path, key], message };
      });
    }
    const rule = path.at(-1) === 'timeZone' ? 'time-zone' : ruleOf(issue);
    return [{ rule, path, message: sentence(issue, valueAt(value, path)) }];
  });
}

function ruleOf(issue: z.core.$ZodIssue): LintRule {
  const rule: unknown = issue.code === 'custom' ? issue.params?.['rule'] : undefined;
  return rule === 'band-boundary' ? rule : 'value';
}

/** Refusals by the product's own checks already carry the value. */
function sentence(issue: z.core.$ZodIssue, given: unknown): string {
  if (issue.code === 'custom') return issue.message;
  if (issue.code === 'invalid_key') {
    return `"${String(issue.path.at(-1))}" is not allowed as a name here; ${issue.issues.map(({ message }) => message).join('; ')}`;
  }
  const allowed = issue.message.replace(/^(Invalid (input|option|string)|Too (small|big)): (?=expected )/, '');
  if (given === undefined) return `it is missing; ${allowed.replace(/, received undefined$/, '')}`;
  const shown = JSON.stringify(given) ?? String(given);
  return `${shown.length > 100 ? `${shown.slice(0, 100)}…` : shown} is not allowed; ${allowed}`;
}

/** What stands at a path of plain data; undefined where nothing does. */
export function valueAt(value: unknown, path: Path): unknown {
  let here: unknown = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string | number, unknown>)[key];
  }
  return here;
}

function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  let here: unknown = schema;
  for (const key of path) {
    const inner = unwrapped(here);
    if (inner instanceof z.ZodObject) here = inner.shape[key];
    else if (inner instanceof z.ZodArray) here = inner.element;
    else if (inner instanceof z.ZodRecord) here = inner.valueType;
    else return [];
  }
  const found = unwrapped(here);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

function unwrapped(schema: unknown): unknown {
  let here = schema;
  while (here instanceof z.ZodOptional || here instanceof z.ZodReadonly) here = here.unwrap();
  return here;
}
