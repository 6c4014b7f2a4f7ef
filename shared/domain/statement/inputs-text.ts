import type { StatementInputs } from './statement.ts';

const ALWAYS = ['month', 'revision', 'closedAt', 'terms', 'outages', 'announcements', 'exclusions'] as const;
const SOMETIMES = [
  'unknown',
  'latency',
  'earlierCredits',
  'invoices',
  'corrects',
  'accepted',
  'approval',
] as const satisfies readonly (keyof StatementInputs)[];

/** The inputs with their members in one order, and none that does not belong: the same facts give the same text. */
export function orderedInputs(given: StatementInputs): StatementInputs {
  const ordered: Record<string, unknown> = {};
  for (const key of ALWAYS) ordered[key] = given[key];
  for (const key of SOMETIMES) if (given[key] !== undefined) ordered[key] = given[key];
  return ordered as unknown as StatementInputs;
}

/**
 * `JSON.stringify(inputs)`, put together from the text of the terms, which is the same for many months.
 * @param inputs from `orderedInputs`
 * @param termsText `JSON.stringify(inputs.terms)`
 */
export function inputsText(inputs: StatementInputs, termsText: string): string {
  let text = '';
  for (const key of [...ALWAYS, ...SOMETIMES]) {
    const value = inputs[key];
    if (value === undefined) continue;
    text += `${text === '' ? '{' : ','}"${key}":${key === 'terms' ? termsText : JSON.stringify(value)}`;
  }
  return `${text}}`;
}
