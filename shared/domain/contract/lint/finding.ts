import type { Path } from '../../errors.ts';
import type { Agreement, Interpretation, OpenQuestion } from '../agreement.ts';

/** Every fault the linter knows, by a name that stays. */
export type LintRule =
  | 'availability-without-target'
  | 'band-boundary'
  | 'band-gap'
  | 'band-growth'
  | 'band-overlap'
  | 'band-target'
  | 'band-without-availability'
  | 'calendar-undefined'
  | 'cap-below-lowest-band'
  | 'duplicate-ref'
  | 'effective-date'
  | 'formula-inverted'
  | 'holidays-missing'
  | 'notice-without-channels'
  | 'open-question'
  | 'priority-without-targets'
  | 'reference-unknown'
  | 'stated-constant'
  | 'time-zone'
  | 'unknown-key'
  | 'value'
  | 'yaml';

/** `error`: no figure should rest on it. `warning`: figures can be computed, but a reader would expect others. */
export type Severity = 'error' | 'warning';

/** One fault of a document. `path` leads to the value it is about; `clause` is the text's place it comes from. */
export interface Finding {
  readonly rule: LintRule;
  readonly severity: Severity;
  readonly path: Path;
  readonly clause?: string;
  readonly message: string;
}

/** The parts of an agreement that a contract may replace. */
export type Sections = Pick<
  Agreement,
  'calendars' | 'availability' | 'latency' | 'exclusions' | 'support' | 'credits' | 'closing'
>;

/** What the rules look at: an agreement, or a contract with its agreement behind it. */
export interface LintTerms {
  readonly sections: Sections;
  readonly interpretations: readonly Interpretation[];
  readonly openQuestions: readonly OpenQuestion[];
  /** Whether a customer's contract is looked at; an agreement alone may leave a calendar to its contracts. */
  readonly isContract: boolean;
  /** Years whose days count, first and last. */
  readonly years: readonly [first: number, last: number];
}

/**
 * Whether somebody decided how the clause is read; the fault in its words is then dealt with. A fault of the rules, such as
 * a missing target, is not: the reading has to be written into them.
 */
export function isSettled({ interpretations }: LintTerms, ...clauses: readonly (string | undefined)[]): boolean {
  return interpretations.some(({ clause }) => clauses.includes(clause));
}

/** Whether the clause's hole stands among the open questions, and need not be found a second time. */
export function isAsked({ openQuestions }: LintTerms, ...clauses: readonly (string | undefined)[]): boolean {
  return openQuestions.some(({ clause }) => clauses.includes(clause));
}
