import type { FigureKind, OpenQuestion, TargetRule } from '../agreement.ts';
import { parseTarget } from '../durations.ts';
import { isCalendarDefined } from './calendars.ts';
import { type Finding, isSettled, type LintTerms } from './finding.ts';

/** Open questions that a promised figure depends on. Source: semantics, agreements and contracts as data */
export function lintOpenQuestions(terms: LintTerms): readonly Finding[] {
  return terms.openQuestions.flatMap((question, i): readonly Finding[] => {
    const figures = dependentFigures(terms, question);
    if (figures.length === 0) return [];
    const { clause } = question;
    const message = `open question: ${question.question} Without an interpretation of "${clause}" there is no figure for: ${figures.join(', ')}`;
    return [{ rule: 'open-question', severity: 'error', path: ['openQuestions', i], clause, message }];
  });
}

/** The promised figures that hang on a question; none once its clause has an interpretation. */
export function dependentFigures(terms: LintTerms, { clause, affects }: OpenQuestion): readonly FigureKind[] {
  return isSettled(terms, clause) ? [] : affects.filter((figure) => isPromised(terms, figure));
}

function isPromised(terms: LintTerms, figure: FigureKind): boolean {
  const { availability, latency, credits, support } = terms.sections;
  switch (figure) {
    case 'availability':
      return availability !== undefined;
    case 'latency':
      return latency !== undefined;
    case 'credit':
      return credits !== undefined;
    case 'response':
    case 'resolution': {
      if (support === undefined) return false;
      return support.priorities.length === 0 || support.priorities.some((rule) => isCountable(terms, rule[figure]));
    }
  }
}

/** An agreement that leaves a calendar to its contracts promises no figure on it until a contract defines it. */
function isCountable(terms: LintTerms, rule: TargetRule | undefined): boolean {
  if (rule === undefined) return false;
  const target = parseTarget(rule.within);
  const needsCalendar = target !== null && !('clockMs' in target);
  return terms.isContract || !needsCalendar || isCalendarDefined(terms, rule.calendar);
}
