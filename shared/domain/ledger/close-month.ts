import { formatDate, parseDate } from '../business-time/civil-date.ts';
import { addMonths, monthOf, monthPeriod, previousMonth } from '../business-time/period.ts';
import { startOfLocalDay } from '../business-time/zone.ts';
import type { Agreement } from '../contract/agreement.ts';
import type { Contract } from '../contract/contract.ts';
import { parseDuration } from '../contract/durations.ts';
import { serviceTerms } from '../contract/terms.ts';
import {
  type EarlierCredit,
  earlierCredit,
  issuedAmounts,
  type ServiceCredit,
  signedAmounts,
} from '../credit/service-credit.ts';
import type { Announcement, Exclusion, Outage } from '../downtime/records.ts';
import { PreconditionError } from '../errors.ts';
import type { Sha256 } from '../journal/chain.ts';
import type { JournalEvent } from '../journal/journal.ts';
import { canonicalJson, type Json } from '../json.ts';
import { closeStatement } from '../statement/close-statement.ts';
import type { Statement, StatementInputs } from '../statement/statement.ts';
import { closedEvent, creditEvent, reviewEvent } from './close-events.ts';
import type { MonthClose } from './month-close.ts';

/** What is known of a service in and around the month, and what was issued for it before. */
export interface ServiceMonth {
  readonly serviceRef: string;
  readonly outages: readonly Outage[];
  readonly announcements: readonly Announcement[];
  readonly exclusions: readonly Exclusion[];
  /** The newest statement of this month, when there is one. */
  readonly previous?: Statement;
}

export interface MonthToClose {
  readonly agreement: Agreement;
  readonly contract: Contract;
  readonly month: string;
  readonly closedAt: number;
  readonly services: readonly ServiceMonth[];
  /** Every credit of the contract within eleven months before and after, this month's included. */
  readonly credits: readonly ServiceCredit[];
  /** The close that is there already. */
  readonly previous?: MonthClose;
  /** Why a month that is there is looked at again. Absent: nothing is revised. */
  readonly reason?: string;
  readonly accepted?: StatementInputs['accepted'];
  readonly approval?: StatementInputs['approval'];
}

export interface ClosedMonth {
  readonly close: MonthClose;
  readonly statements: readonly Statement[];
  readonly credits: readonly ServiceCredit[];
  readonly events: readonly JournalEvent[];
}

/**
 * Closes a contract's month, or revises it: a statement per service, the credits that follow, and what the journal is to
 * say. When one service has to wait for a person, the whole month waits and nothing is issued.
 * @returns undefined when the month is there and nothing about it has changed
 * @throws PreconditionError when the contract covers nothing of the month, or the month is not over
 * Source: semantics, closing a month
 */
export function closeMonth(month: MonthToClose, sha256: Sha256): ClosedMonth | undefined {
  const { previous, reason } = month;
  if (previous !== undefined && reason === undefined) return undefined;
  const revision = (previous?.revision ?? 0) + 1;
  const statements: Statement[] = [];
  const issued: ServiceCredit[] = [];
  for (const service of month.services) {
    const statement = closeStatement(inputsOf(month, service, revision, issued), sha256);
    statements.push(statement);
    if (statement.serviceCredit !== null) issued.push(statement.serviceCredit);
  }
  if (statements.length === 0) throw new PreconditionError(`contract ${month.contract.ref} has no service to close`);
  if (previous?.state === 'closed' && statements.every((statement, i) => saysTheSame(statement, month.services[i]))) {
    return undefined;
  }
  const waiting = statements.flatMap(({ serviceRef, review }) =>
    review.filter(({ code }) => code !== 'credit-needs-approval').map(({ message }) => `${serviceRef}: ${message}`),
  );
  return waiting.length > 0
    ? waitForReview(month, revision, waiting)
    : close(month, revision, statements, issued, sha256);
}

/** What tells which months of a contract are due. */
export interface ContractTerm {
  readonly startsOn: string;
  readonly endsBefore?: string;
  /** First day of its oldest version. */
  readonly effectiveFrom: string;
  /** Individually agreed; absent: the agreement's. */
  readonly grace?: string;
}

/**
 * Months of a contract that are over, out of their grace, in its term and judged by one of its versions.
 * @returns months in order, oldest first
 */
export function monthsDue(agreement: Agreement, term: ContractTerm, now: number): readonly string[] {
  const { timeZone } = agreement;
  const grace = term.grace ?? agreement.closing?.grace;
  const last = previousMonth(monthOf(now, timeZone));
  const first = term.effectiveFrom > term.startsOn ? term.effectiveFrom : term.startsOn;
  const due: string[] = [];
  for (let month = first.slice(0, 7); month <= last; month = addMonths(month, 1)) {
    if (term.endsBefore !== undefined && `${month}-01` >= term.endsBefore) break;
    if (now >= closesAt(month, timeZone, grace)) due.push(month);
  }
  return due;
}

/** The instant from which a month may be closed: its end and the contract's grace. */
export function closesAt(month: string, timeZone: string, grace: string | undefined): number {
  const { end } = monthPeriod(month, timeZone);
  if (grace === undefined) return end;
  const duration = parseDuration(grace);
  if ('ms' in duration) return end + duration.ms;
  return startOfLocalDay(formatDate(parseDate(`${addMonths(month, 1)}-01`) + duration.days), timeZone);
}

function inputsOf(month: MonthToClose, service: ServiceMonth, revision: number, issued: readonly ServiceCredit[]) {
  const { agreement, contract, closedAt, accepted, approval, reason } = month;
  const { serviceRef, previous } = service;
  const terms = serviceTerms(agreement, contract, serviceRef);
  const own = month.credits.filter(
    (credit) => credit.serviceRef === serviceRef && credit.month === month.month && credit.state === 'issued',
  );
  const last = own.at(-1);
  const inputs: StatementInputs = {
    month: month.month,
    revision,
    closedAt,
    terms,
    outages: service.outages,
    announcements: service.announcements,
    exclusions: service.exclusions,
    earlierCredits: earlier(month, serviceRef, issued),
    invoices: (contract.invoices ?? []).filter((invoice) => invoice.month === month.month),
    ...(previous !== undefined && {
      corrects: {
        statementId: previous.statementId,
        revision: previous.revision,
        reason: reason ?? '',
        issued: issuedAmounts(own),
        ...(last !== undefined && { credit: { creditId: last.creditId, revision: last.revision } }),
      },
    }),
    ...(accepted !== undefined && { accepted }),
    ...(approval !== undefined && { approval }),
  };
  return inputs;
}

function earlier(month: MonthToClose, serviceRef: string, issued: readonly ServiceCredit[]): readonly EarlierCredit[] {
  return [...month.credits, ...issued]
    .filter((credit) => credit.serviceRef !== serviceRef || credit.month !== month.month)
    .map(earlierCredit);
}

/** Whether a statement would tell nothing new: same facts, same figures, nothing to issue. */
function saysTheSame(statement: Statement, service: ServiceMonth | undefined): boolean {
  const before = service?.previous;
  if (before === undefined) return false;
  const told = ({ experienced, contracted, coverage, latency, derivation, credit }: Statement) =>
    canonicalJson({
      experienced,
      contracted,
      coverage,
      latency,
      derivation,
      due: credit?.due ?? null,
      approval: credit?.approval ?? null,
    } as unknown as Json);
  return statement.serviceCredit === null && told(statement) === told(before);
}

function waitForReview(month: MonthToClose, revision: number, reasons: readonly string[]): ClosedMonth | undefined {
  const { contract, previous, closedAt } = month;
  if (previous?.state === 'needs-review' && previous.reasons.join() === reasons.join()) return undefined;
  const close: MonthClose = {
    contractRef: contract.ref,
    contractVersion: contract.version,
    month: month.month,
    revision,
    state: 'needs-review',
    reasons,
    closedAt,
    statementIds: previous?.statementIds ?? [],
    credits: previous?.credits ?? [],
  };
  return { close, statements: [], credits: [], events: [reviewEvent(month, revision, reasons)] };
}

function close(
  month: MonthToClose,
  revision: number,
  statements: readonly Statement[],
  credits: readonly ServiceCredit[],
  sha256: Sha256,
): ClosedMonth {
  const { contract, closedAt } = month;
  const issued = credits.filter(({ state }) => state === 'issued');
  const unapproved = statements.flatMap(({ serviceRef, review }) =>
    review.map(({ message }) => `${serviceRef}: ${message}`),
  );
  return {
    close: {
      contractRef: contract.ref,
      contractVersion: contract.version,
      month: month.month,
      revision,
      state: 'closed',
      reasons: [],
      closedAt,
      statementIds: statements.map(({ statementId }) => statementId),
      credits: [
        ...(month.previous?.credits ?? []),
        ...issued.map((credit) => ({
          creditId: credit.creditId,
          revision: credit.revision,
          currency: credit.currency,
          ...signedAmounts(credit),
        })),
      ],
    },
    statements,
    credits,
    events: [
      closedEvent(month, revision, statements),
      ...statements
        .filter(({ serviceCredit }) => serviceCredit?.state === 'issued')
        .map((statement) => creditEvent(statement, sha256)),
      ...(unapproved.length > 0 ? [reviewEvent(month, revision, unapproved)] : []),
    ],
  };
}
