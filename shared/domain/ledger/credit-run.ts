import type { Sha256 } from '../journal/chain.ts';
import type { JournalEvent } from '../journal/journal.ts';
import { canonicalJson, type Json } from '../json.ts';
import type { CreditRun, MonthClose } from './month-close.ts';

/**
 * The control record of a month over all its contracts: every contract counted, credit or not, so that a contract without
 * a credit is provably one.
 * @param closes the newest close of every contract of the month, by contract ref
 * @param previous the control record that is there already
 * @returns undefined when it says nothing new
 * Source: semantics, closing a month
 */
export function creditRun(
  month: string,
  closes: readonly MonthClose[],
  previous: CreditRun | undefined,
  completedAt: number,
  sha256: Sha256,
): CreditRun | undefined {
  const listSha256 = sha256(canonicalJson(closes as unknown as Json));
  if (previous?.listSha256 === listSha256) return undefined;
  const credits = closes.flatMap((close) => close.credits);
  const currencies = [...new Set(credits.map(({ currency }) => currency))].sort();
  const total = (currency: string, member: 'netMinor' | 'taxMinor' | 'grossMinor') =>
    credits.reduce((sum, credit) => (credit.currency === currency ? sum + credit[member] : sum), 0);
  return {
    runId: `run~${month}`,
    month,
    revision: (previous?.revision ?? 0) + 1,
    completedAt,
    contracts: closes.length,
    closed: closes.filter(({ state }) => state === 'closed').length,
    waiting: closes.filter(({ state }) => state === 'needs-review').length,
    creditsIssued: credits.length,
    sums: currencies.map((currency) => ({
      currency,
      netMinor: total(currency, 'netMinor'),
      taxMinor: total(currency, 'taxMinor'),
      grossMinor: total(currency, 'grossMinor'),
    })),
    listSha256,
  };
}

/** What the journal says of a control record. */
export function creditRunEvent(run: CreditRun): JournalEvent {
  return {
    id: `credit-run~${run.month}~${run.revision}`,
    type: 'sla.credit-run.completed.v1',
    at: run.completedAt,
    subject: `run/${run.month}`,
    data: { ...run } as unknown as Json,
  };
}
