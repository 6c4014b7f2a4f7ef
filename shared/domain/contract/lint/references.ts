import type { Path } from '../../errors.ts';
import type { Agreement } from '../agreement.ts';
import type { Contract } from '../contract.ts';
import type { Finding, LintTerms } from './finding.ts';

/** The contract names another agreement, or another version, than the one at hand. */
export function lintAgreementRef({ agreement: { ref, version } }: Contract, agreement: Agreement): readonly Finding[] {
  if (ref === agreement.ref && version === agreement.version) return [];
  const message = `the contract is under ${ref} version ${version}; at hand is ${agreement.ref} version ${agreement.version}`;
  return [{ rule: 'reference-unknown', severity: 'error', path: ['agreement'], message }];
}

/** What a contract names and its agreement does not have: priorities and calendars. */
export function lintReferences(contract: Contract, agreement: Agreement, terms: LintTerms): readonly Finding[] {
  const findings: Finding[] = [];
  const unknown = (path: Path, message: string, clause?: string) =>
    findings.push({
      rule: 'reference-unknown',
      severity: 'error',
      path,
      ...(clause !== undefined && { clause }),
      message,
    });
  if (contract.effectiveFrom < agreement.effectiveFrom) {
    const message = `the contract takes effect on ${contract.effectiveFrom}, before its agreement does on ${agreement.effectiveFrom}`;
    findings.push({ rule: 'effective-date', severity: 'error', path: ['effectiveFrom'], message });
  }
  const { support, calendars = {} } = terms.sections;
  const priorities = (support?.priorities ?? []).map((priority) => priority.ref);
  for (const [i, { priorities: wanted = [], calendar, clause }] of (contract.routing ?? []).entries()) {
    for (const [j, name] of wanted.entries()) {
      if (priorities.includes(name)) continue;
      const known = priorities.join(', ') || 'none';
      unknown(['routing', i, 'priorities', j], `there is no priority "${name}"; the priorities are ${known}`, clause);
    }
    if (calendar === undefined || Object.hasOwn(calendars, calendar)) continue;
    const known = Object.keys(calendars).join(', ') || 'none';
    const message = `the calendar "${calendar}" is not defined; defined are ${known}`;
    findings.push({
      rule: 'calendar-undefined',
      severity: 'error',
      path: ['routing', i, 'calendar'],
      ...(clause !== undefined && { clause }),
      message,
    });
  }
  return findings;
}
