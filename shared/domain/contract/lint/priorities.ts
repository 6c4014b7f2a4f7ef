import { type Finding, isAsked, type LintTerms } from './finding.ts';

/**
 * Priorities that promise nothing, a support section without priorities, and priorities of one name.
 * Source: Seed fellow §6.2, whose tables are missing; semantics, agreements and contracts as data
 */
export function lintPriorities(terms: LintTerms): readonly Finding[] {
  const { support } = terms.sections;
  if (support === undefined) return [];
  const { priorities, clause } = support;
  const found = (path: readonly (string | number)[], at: string, message: string): Finding => ({
    rule: 'priority-without-targets',
    severity: 'error',
    path,
    clause: at,
    message,
  });
  if (priorities.length === 0) {
    if (isAsked(terms, clause)) return [];
    return [
      found(['support', 'priorities'], clause, 'support is promised without a single priority; no clock can run'),
    ];
  }
  return priorities.flatMap((priority, i): readonly Finding[] => {
    const { ref, name, clause: at, response, resolution } = priority;
    const path = ['support', 'priorities', i];
    const findings: Finding[] = [];
    if (priorities.findIndex((other) => other.ref === ref) < i) {
      const message = `there are two priorities "${ref}"; allowed is one`;
      findings.push({ rule: 'duplicate-ref', severity: 'error', path: [...path, 'ref'], clause: at, message });
    }
    if (response === undefined && resolution === undefined && !isAsked(terms, at)) {
      findings.push(
        found(
          path,
          at,
          `the priority "${name}" has no target; give a response or a resolution time, or "by agreement"`,
        ),
      );
    }
    return findings;
  });
}
