import type { PromiseKind } from '../contract/agreement.ts';
import type { InvoiceReference } from '../contract/contract.ts';
import type { ServiceTerms } from '../contract/terms.ts';
import {
  type Amounts,
  type Approval,
  type CreditCalculation,
  creditIdOf,
  type EarlierCredit,
  type ServiceCredit,
} from '../credit/service-credit.ts';
import type { CountedOutage, DowntimeSteps } from '../downtime/downtime.ts';
import type { ExclusionFinding } from '../downtime/exclusions.ts';
import type { Announcement, Exclusion, Outage } from '../downtime/records.ts';
import type { Interval } from '../interval/interval.ts';

export const STATEMENT_SCHEMA_VERSION = '1.0';

/**
 * A service's month as closed: figures, how they came about, and everything needed to compute them again. Plain JSON; all
 * instants are UTC epoch ms. Keep it as the text of `statementText`: `verifyStatement` compares byte for byte.
 * Source: semantics, closing a month
 */
export interface Statement {
  readonly schemaVersion: typeof STATEMENT_SCHEMA_VERSION;
  readonly statementId: string;
  readonly contractRef: string;
  readonly contractVersion: number;
  readonly serviceRef: string;
  readonly month: string;
  readonly revision: number;
  readonly corrects?: { readonly statementId: string; readonly revision: number; readonly reason: string };
  readonly period: StatementPeriod;
  /** On what the figures stand. Records alone have no coverage. */
  readonly measuredOn: 'probes' | 'records';
  readonly coverage: Coverage | null;
  readonly experienced: Experienced;
  readonly contracted: Contracted;
  readonly latency: LatencyFigure | null;
  /** Where the target is missed and each band begins, in downtime of this period; best first. */
  readonly thresholds: readonly Threshold[];
  /** null: the contract grants no credits for this service. */
  readonly credit: CreditCalculation | null;
  /** What this revision issues; null: nothing. */
  readonly serviceCredit: ServiceCredit | null;
  /** Why it waits for a person; empty: it does not. */
  readonly review: readonly ReviewReason[];
  readonly derivation: Derivation;
  readonly inputs: StatementInputs;
  /** SHA-256 (hex) of `JSON.stringify(inputs)`, UTF-8. */
  readonly inputsSha256: string;
}

/** Everything a statement is computed from. Order of members in stored text matters to the hash. */
export interface StatementInputs {
  /** `YYYY-MM` in the terms' zone. */
  readonly month: string;
  /** 1 for the first; every correction is one more. */
  readonly revision: number;
  /** When the month was closed; outages still open end here. */
  readonly closedAt: number;
  readonly terms: ServiceTerms;
  /** Every outage that meets the period, and all that join one of those by touching or overlapping. */
  readonly outages: readonly Outage[];
  readonly announcements: readonly Announcement[];
  readonly exclusions: readonly Exclusion[];
  /** Gaps in the observations; only for services measured by probes. Absent there: nothing was observed at all. */
  readonly unknown?: readonly Interval[];
  /** Good observations of the period, excluded time left out. */
  readonly latency?: { readonly sumMs: number; readonly count: number };
  /** Credits of the same contract in the twelve-month spans around this month, for caps. */
  readonly earlierCredits?: readonly EarlierCredit[];
  /** Invoices of the month, for the document that cites them. */
  readonly invoices?: readonly InvoiceReference[];
  readonly corrects?: Corrects;
  /** A person's decision to close in spite of the reasons to wait. */
  readonly accepted?: Approval & { readonly reason: string };
  /** A person's approval of a credit above the contract's threshold. */
  readonly approval?: Approval;
}

/** The revision that this one corrects, and what all revisions before it have issued in total. */
export interface Corrects {
  readonly statementId: string;
  readonly revision: number;
  readonly reason: string;
  readonly issued: Amounts;
  /** The last credit issued for this service and month, if any. */
  readonly credit?: { readonly creditId: string; readonly revision: number };
}

export interface StatementPeriod extends Interval {
  readonly timeZone: string;
  /** Full length of the calendar month; longer than the period when the contract starts or ends inside it. */
  readonly monthMs: number;
  readonly lengthMs: number;
  readonly isPartial: boolean;
  /** No month of this contract follows: credits are refunded. */
  readonly isLast: boolean;
}

export interface Coverage {
  readonly totalMs: number;
  readonly unknownMs: number;
  /** Observed share, cut to four places. */
  readonly percent: string;
  readonly required: string | null;
  readonly sufficient: boolean;
  readonly unknown: readonly Interval[];
}

/** As users felt it: all outages in the service's environment, no exclusions, no minimum, around the clock. */
export interface Experienced {
  readonly totalMs: number;
  readonly downtimeMs: number;
  readonly percent: string;
  readonly pieces: readonly Interval[];
}

/** As the contract counts it. `target`, `met` and the budget are null without an availability promise. */
export interface Contracted {
  readonly totalMs: number;
  readonly downtimeMs: number;
  /** Outage time that an exclusion took out, within the period. */
  readonly excludedMs: number;
  /** Cut to four places, never rounded up; null when the contract left no time to measure. */
  readonly percent: string | null;
  readonly kind: PromiseKind | null;
  readonly target: string | null;
  readonly met: boolean | null;
  /** Downtime that still meets the target, and what is left of it (negative: overspent). */
  readonly budgetMs: number | null;
  readonly budgetLeftMs: number | null;
}

export interface LatencyFigure {
  readonly clause: string;
  readonly kind: PromiseKind;
  readonly atMostMs: number;
  readonly sumMs: number;
  readonly count: number;
  /** Mean in ms with three places, rounded up so that it never looks better than it is; null without observations. */
  readonly meanMs: string | null;
  readonly met: boolean | null;
}

export interface Threshold {
  readonly kind: 'target' | 'band';
  readonly clause: string;
  readonly percent: string;
  /** `below`: the value itself is still on the better side. `atOrBelow`: it already belongs to the band. */
  readonly boundary: 'below' | 'atOrBelow';
  /** Least downtime in ms at which the target is missed, or the band holds. */
  readonly fromDowntimeMs: number;
  readonly holds: boolean;
  readonly creditPercent?: string;
}

export interface ReviewReason {
  readonly code: 'coverage-below-required' | 'nothing-observed' | 'nothing-to-measure' | 'credit-needs-approval';
  readonly message: string;
}

/** Each step of the downtime rule with its intervals; steps 2 to 5 are named where they are computed. */
export interface Derivation extends Omit<DowntimeSteps, 'totalMs' | 'downtimeMs' | 'excludedMs'> {
  /** 1: which outages count, from when, and why others do not. */
  readonly outages: readonly CountedOutage[];
  /** 3: every announcement and decision, whether it holds, and on what that rests. */
  readonly exclusions: readonly ExclusionFinding[];
  /** 5: the promised hours inside the period; null: around the clock. */
  readonly serviceHours: readonly Interval[] | null;
}

/** `contract~service~month~revision`; parts never contain `~`. */
export function statementIdOf(contractRef: string, serviceRef: string, month: string, revision: number): string {
  return `${creditIdOf(contractRef, serviceRef, month)}~${revision}`;
}

/** The canonical text of a statement. Store and send this text: what is verified is the text. */
export function statementText(statement: Statement): string {
  return `${JSON.stringify(statement, null, 2)}\n`;
}
