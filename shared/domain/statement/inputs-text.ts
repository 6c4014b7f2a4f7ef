import type { StatementInputs } from './statement.ts';

/** The inputs with their members in one order, and none that does not belong: the same facts give the same text. */
export function orderedInputs(given: StatementInputs): StatementInputs {
  const { month, revision, closedAt, terms } = given;
  return { month, revision, closedAt, terms, ...afterTerms(given) };
}

/**
 * `JSON.stringify(inputs)`, put together from the text of the terms, which is the same for many months.
 * @param inputs from `orderedInputs`
 * @param termsText `JSON.stringify(inputs.terms)`
 */
export function inputsText(inputs: StatementInputs, termsText: string): string {
  const { month, revision, closedAt } = inputs;
  const head = JSON.stringify({ month, revision, closedAt });
  const tail = JSON.stringify(afterTerms(inputs));
  return `${head.slice(0, -1)},"terms":${termsText},${tail.slice(1)}`;
}

function afterTerms(given: StatementInputs): Omit<StatementInputs, 'month' | 'revision' | 'closedAt' | 'terms'> {
  const { outages, announcements, exclusions } = given;
  const { unknown, latency, earlierCredits, invoices, corrects, accepted, approval } = given;
  return {
    outages,
    announcements,
    exclusions,
    ...(unknown !== undefined && { unknown }),
    ...(latency !== undefined && { latency }),
    ...(earlierCredits !== undefined && { earlierCredits }),
    ...(invoices !== undefined && { invoices }),
    ...(corrects !== undefined && { corrects }),
    ...(accepted !== undefined && { accepted }),
    ...(approval !== undefined && { approval }),
  };
}
