import { parsePercent } from '../../money/percent.ts';
import type { Contract } from '../contract.ts';
import { type Finding, isSettled, type LintTerms } from './finding.ts';

/**
 * A cap under the lowest band, so that its credit is never paid out as it says. Shares of different fees are compared only
 * where one of them cannot be the larger.
 * Source: semantics, agreements and contracts as data: a cap under the lowest tier
 */
export function lintCaps(terms: LintTerms, services: Contract['services'] = []): readonly Finding[] {
  const { credits } = terms.sections;
  const shares = (credits?.bands ?? []).map(({ percent }) => percent);
  shares.sort((a, b) => parsePercent(a) - parsePercent(b));
  const [least, most] = [shares[0], shares.at(-1)];
  if (credits === undefined || least === undefined || most === undefined) return [];
  return (credits.caps ?? []).flatMap(({ percent, of, clause, per }, i): readonly Finding[] => {
    const isComparable = of === credits.base || of === 'service-fee' || services.length === 1;
    if (!isComparable || parsePercent(percent) >= parsePercent(most) || isSettled(terms, clause)) return [];
    const effect = parsePercent(percent) < parsePercent(least) ? 'no credit is ever' : 'that credit is never';
    const message = `the cap of ${percent} % (${per}) lies under the lowest band, which credits ${most} %; ${effect} paid in full`;
    return [
      { rule: 'cap-below-lowest-band', severity: 'warning', path: ['credits', 'caps', i, 'percent'], clause, message },
    ];
  });
}
