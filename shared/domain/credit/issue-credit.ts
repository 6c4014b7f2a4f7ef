import type { CreditRule, Settlement } from '../contract/agreement.ts';
import { type Approval, type CreditCalculation, creditIdOf, type ServiceCredit } from './service-credit.ts';

export interface IssueContext {
  readonly rule: CreditRule;
  readonly contractRef: string;
  readonly contractVersion: number;
  readonly serviceRef: string;
  readonly month: string;
  readonly currency: string;
  readonly statementId: string;
  readonly revision: number;
  /** UTC epoch ms. */
  readonly determinedAt: number;
  /** No month of this contract follows. */
  readonly isLastMonth: boolean;
  readonly approval?: Approval | undefined;
  /** Set in a correction: why, and the last credit issued for this service and month, if any. */
  readonly correction?:
    | {
        readonly reason: string;
        readonly credit?: { readonly creditId: string; readonly revision: number } | undefined;
      }
    | undefined;
}

/**
 * What a revision issues: the difference between what is due and what was issued before, as an original, a supplement or
 * a reversal with amounts that are never negative. VAT is the difference of the two totals, so that all documents of a
 * month together carry exactly the VAT of its total.
 * @param sha256 hex digest of a text, for keys that would be too long
 * @returns null when nothing changes: no credit is due, or all of it was issued already
 * Source: semantics, credit and closing a month
 */
export function issueCredit(
  calculation: CreditCalculation,
  context: IssueContext,
  sha256: (text: string) => string,
): ServiceCredit | null {
  const { due, issuedBefore, vat, approval: threshold } = calculation;
  const netMinor = due.netMinor - issuedBefore.netMinor;
  const taxMinor = due.taxMinor - issuedBefore.taxMinor;
  if (netMinor === 0 && taxMinor === 0) return null;
  const { rule, contractRef, contractVersion, serviceRef, month, currency, statementId, revision } = context;
  const isReversal = netMinor < 0 || (netMinor === 0 && taxMinor < 0);
  const sign = isReversal ? -1 : 1;
  const before = context.correction?.credit;
  const creditId = creditIdOf(contractRef, serviceRef, month);
  const needsApproval = threshold?.needed === true;
  return {
    creditId,
    revision,
    idempotencyKey: shortKey(`${creditId}~${revision}`, sha256),
    statementId,
    kind: isReversal ? 'reversal' : before === undefined ? 'original' : 'supplement',
    state: needsApproval && context.approval === undefined ? 'needs-approval' : 'issued',
    contractRef,
    contractVersion,
    serviceRef,
    month,
    currency,
    settlement: settlementOf(rule, context.isLastMonth),
    treatment: rule.treatment,
    numberingAuthority: rule.numbering,
    vat,
    capped: calculation.capped,
    determinedAt: context.determinedAt,
    netMinor: sign * netMinor,
    taxMinor: sign * taxMinor,
    grossMinor: sign * (netMinor + taxMinor),
    due,
    issuedBefore,
    ...(before !== undefined && {
      correctionOf: { ...before, reason: context.correction?.reason ?? '' },
    }),
    ...(needsApproval && context.approval !== undefined && { approval: context.approval }),
  };
}

/** The last month has no next invoice to be set against (semantics, credit: settlement). */
export function settlementOf(rule: Pick<CreditRule, 'settlement'>, isLastMonth: boolean): Settlement {
  return isLastMonth ? 'refund' : rule.settlement;
}

/** Billing systems take idempotency keys of at most 64 characters. */
function shortKey(key: string, sha256: (text: string) => string): string {
  return key.length <= 64 ? key : `sha256:${sha256(key).slice(0, 57)}`;
}
