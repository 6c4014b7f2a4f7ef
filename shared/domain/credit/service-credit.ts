import type { Settlement } from '../contract/agreement.ts';
import type { VatCategory } from '../contract/contract.ts';
import { ValidationError } from '../errors.ts';

/** Integer minor units of the contract's currency. */
export interface Amounts {
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
}

/**
 * What we owe for one service and month: the decision, not the document. A correction is a further revision that carries
 * the difference; nothing issued is edited. Amounts are never negative, `kind` carries the sign.
 * Source: semantics, credit and closing a month
 */
export interface ServiceCredit extends Amounts {
  /** Same for every revision of one contract, service and month. */
  readonly creditId: string;
  /** The statement's revision. */
  readonly revision: number;
  /** Unique per credit and revision, at most 64 characters. */
  readonly idempotencyKey: string;
  readonly statementId: string;
  readonly kind: 'original' | 'supplement' | 'reversal';
  /** `needs-approval`: above the contract's threshold and nobody has approved it yet. */
  readonly state: 'issued' | 'needs-approval';
  readonly contractRef: string;
  readonly contractVersion: number;
  readonly serviceRef: string;
  readonly month: string;
  readonly currency: string;
  readonly settlement: Settlement;
  readonly treatment: 'price-reduction' | 'compensation';
  readonly numberingAuthority: 'billing-system' | 'tracker';
  readonly vat: CreditVat;
  /** A cap reduced the amount due. */
  readonly capped: boolean;
  /** When it was established, UTC epoch ms; decides the VAT period. */
  readonly determinedAt: number;
  /** All that is due for the month, and what earlier revisions had already issued. The difference is this credit. */
  readonly due: Amounts;
  readonly issuedBefore: Amounts;
  readonly correctionOf?: { readonly creditId: string; readonly revision: number; readonly reason: string };
  readonly approval?: Approval;
}

export interface CreditVat {
  readonly category: VatCategory;
  /** Exact percentage; "0" for every category but S. */
  readonly rate: string;
}

export interface Approval {
  readonly by: string;
  /** UTC epoch ms. */
  readonly at: number;
}

/** A credit issued before, by another service or for another month of the same contract. */
export interface EarlierCredit {
  readonly creditId: string;
  readonly revision: number;
  readonly serviceRef: string;
  readonly month: string;
  /** Signed: a reversal is negative. */
  readonly netMinor: number;
}

/** The arithmetic of a credit, step by step. */
export interface CreditCalculation {
  readonly clause: string;
  readonly base: CreditBase;
  /** The deepest band that holds; null when none does. */
  readonly band: {
    readonly clause: string;
    readonly percent: string;
    readonly below?: string;
    readonly atOrBelow?: string;
  } | null;
  /** Base times the band's percentage, half up, once. */
  readonly lineMinor: number;
  readonly caps: readonly AppliedCap[];
  /** The line, or less where a cap says so. */
  readonly cappedMinor: number;
  readonly capped: boolean;
  /** Credits under it are not granted. */
  readonly minimum?: { readonly minor: number; readonly reached: boolean };
  readonly vat: CreditVat;
  readonly due: Amounts;
  readonly issuedBefore: Amounts;
  readonly approval?: { readonly aboveMinor: number; readonly needed: boolean };
}

export interface CreditBase {
  readonly of: 'service-fee' | 'contract-fee';
  /** The whole month's fee. */
  readonly monthlyMinor: number;
  readonly periodMs: number;
  readonly monthMs: number;
  /** The fee of the period: half up of monthly fee × period / month. */
  readonly minor: number;
}

export interface AppliedCap {
  readonly clause: string;
  readonly per: 'month' | 'rolling-12-months';
  readonly percent: string;
  readonly of: 'service-fee' | 'contract-fee';
  readonly baseMinor: number;
  /** Base times percentage, rounded down. */
  readonly capMinor: number;
  /** Earlier credits that count against it. */
  readonly usedMinor: number;
  /** First and last month of the span it was measured over. */
  readonly from: string;
  readonly to: string;
  readonly roomMinor: number;
  readonly reduced: boolean;
}

/** What a credit adds to (or takes from) what was issued before. */
export function signedAmounts(credit: Pick<ServiceCredit, 'kind' | keyof Amounts>): Amounts {
  const { netMinor, taxMinor, grossMinor } = credit;
  if (credit.kind !== 'reversal') return { netMinor, taxMinor, grossMinor };
  return { netMinor: 0 - netMinor, taxMinor: 0 - taxMinor, grossMinor: 0 - grossMinor };
}

/** Sum of several credits with their signs; no credit gives zeros. */
export function issuedAmounts(credits: readonly Pick<ServiceCredit, 'kind' | keyof Amounts>[]): Amounts {
  let [netMinor, taxMinor, grossMinor] = [0, 0, 0];
  for (const credit of credits) {
    const signed = signedAmounts(credit);
    netMinor += signed.netMinor;
    taxMinor += signed.taxMinor;
    grossMinor += signed.grossMinor;
  }
  return { netMinor, taxMinor, grossMinor };
}

/** A stored credit as later closings of the same contract need it for their caps. */
export function earlierCredit(credit: ServiceCredit): EarlierCredit {
  const { creditId, revision, serviceRef, month } = credit;
  return { creditId, revision, serviceRef, month, netMinor: signedAmounts(credit).netMinor };
}

/**
 * The id of what is owed for a service and month, the same in every revision: `contract~service~month`.
 * @throws ValidationError when a reference is empty or contains `~`, `/` or white space
 */
export function creditIdOf(contractRef: string, serviceRef: string, month: string): string {
  for (const ref of [contractRef, serviceRef]) {
    if (!/^[^~/\s]+$/.test(ref)) {
      throw new ValidationError(`"${ref}" cannot be a reference; it must be text without white space, "~" and "/"`);
    }
  }
  return `${contractRef}~${serviceRef}~${month}`;
}
