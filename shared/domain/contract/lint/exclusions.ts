import { type Finding, isAsked, type LintTerms } from './finding.ts';

/**
 * Announcements that are demanded without saying where. Planned maintenance always needs an announcement, so there the
 * whole notice may be missing.
 * Source: semantics, exclusions: the announcement must have reached the channels the contract names
 */
export function lintExclusions(terms: LintTerms): readonly Finding[] {
  return (terms.sections.exclusions ?? []).flatMap(({ ground, clause, notice }, i): readonly Finding[] => {
    const isNeeded = notice !== undefined || ground === 'planned-maintenance';
    if (!isNeeded || (notice?.channels.length ?? 0) > 0) return [];
    if (isAsked(terms, clause, notice?.clause)) return [];
    const path = ['exclusions', i, ...(notice === undefined ? [] : ['notice', 'channels'])];
    const message = `${ground} must be announced, but no channel is named on which; name at least one`;
    return [{ rule: 'notice-without-channels', severity: 'warning', path, clause: notice?.clause ?? clause, message }];
  });
}
