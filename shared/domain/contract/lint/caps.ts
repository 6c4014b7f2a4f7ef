import { parsePercent } from '../../money/percent.ts';
import type { Contract } from '../contract.ts';
import { type Finding, isSettled, type LintTerms } from './finding.ts';

/**
 * A cap that takes something off the lowest credit already, so that no band is ever paid out as it says. Shares of
 * different fees are compared only where one of them cannot be the larger.
 * Source: semantics, agreements and contracts as data: a cap under the lowest tier
 */
export function lintCaps(terms: LintTerms, services: Contract['services'] = []): readonly Finding[] {
  const { credits } = terms.sections;
  const shares = (credits?.bands ?? []).map(({ percent }) => percent);
  const lowest = shares.sort((a, b) => parsePercent(a) - parsePercent(b))[0];
  if (credits === undefined || lowest === undefined) return [];
  return (credits.caps ?? []).flatMap(({ percent, of, clause, per }, i): readonly Finding[] => {
    const isComparable = of === credits.base || of === 'service-fee' || services.length === 1;
    if (!isComparable || parsePercent(percent) >= parsePercent(lowest) || isSettled(terms, clause)) return [];
    const message = `the cap of ${percent} % (${per}) lies under the lowest credit of ${lowest} %; no credit is ever paid in full`;
    return [
      { rule: 'cap-below-lowest-band', severity: 'warning', path: ['credits', 'caps', i, 'percent'], clause, message },
    ];
  });
}
