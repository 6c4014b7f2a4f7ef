import type { Settlement } from '../contract/agreement.ts';
import type { Address, Identifier, VatCategory } from '../contract/contract.ts';
import type { ServiceCredit } from './service-credit.ts';

/**
 * Data of `sla.service-credit.issued.v1`: stands alone, so that billing never has to ask back. Amounts are integer minor
 * units without sign; `kind` says which way they go. Instants are RFC 3339 in UTC, dates are local to the contract.
 */
export interface ServiceCreditIssued {
  /** Minor versions add members only. */
  readonly schemaVersion: '1.0';
  readonly creditId: string;
  readonly revision: number;
  /** At most 64 characters. */
  readonly idempotencyKey: string;
  readonly kind: ServiceCredit['kind'];
  readonly settlement: Settlement;
  readonly treatment: ServiceCredit['treatment'];
  readonly numberingAuthority: ServiceCredit['numberingAuthority'];
  /** Legal number of the document, once somebody has given it. */
  readonly documentNumber?: string;
  readonly issueDate: string;
  /** Decides the VAT period. */
  readonly determinedAt: string;
  readonly seller: {
    readonly id: string;
    readonly legalName: string;
    readonly vatId?: string;
    readonly registration?: Identifier;
    readonly address: Address;
    readonly endpoint?: Identifier;
  };
  readonly customer: {
    readonly ref: string;
    readonly legalName: string;
    readonly vatId?: string;
    readonly registration?: Identifier;
    readonly address: Address;
    readonly endpoint?: Identifier;
    /** The customer's id in each system that books the credit. */
    readonly externalRefs: Readonly<Record<string, string>>;
  };
  readonly contract: { readonly ref: string; readonly version: number; readonly serviceRef: string };
  readonly servicePeriod: { readonly start: string; readonly endExclusive: string; readonly timezone: string };
  /** Invoices that are reduced. May be empty only for `next-invoice`. */
  readonly invoiceRefs: readonly {
    readonly number: string;
    readonly issueDate?: string;
    readonly externalRefs: Readonly<Record<string, string>>;
    readonly lines: readonly { readonly ref: string; readonly externalRefs: Readonly<Record<string, string>> }[];
  }[];
  readonly buyerReference?: string;
  readonly purchaseOrderRef?: string;
  readonly totals: {
    readonly currency: string;
    readonly netMinor: number;
    readonly taxMinor: number;
    readonly grossMinor: number;
    readonly taxBreakdown: readonly {
      readonly category: VatCategory;
      readonly rateBasisPoints: number;
      readonly netMinor: number;
      readonly taxMinor: number;
    }[];
  };
  readonly lines: readonly ServiceCreditLine[];
  readonly evidence: readonly CreditEvidence[];
  readonly correctionOf?: { readonly creditId: string; readonly revision: number; readonly reason: string };
  readonly approval?: { readonly by: string; readonly at: string };
}

export interface ServiceCreditLine {
  readonly lineId: string;
  readonly code: 'availability';
  readonly description: { readonly nl: string; readonly en: string };
  /** Fee that the percentage is taken of. */
  readonly baseMinor: number;
  /** Hundredths of a percent; a fraction only where the contract states more than two places. */
  readonly creditBasisPoints: number;
  /** What this document credits; in a correction the difference, so not base × percentage. */
  readonly netMinor: number;
  readonly capped: boolean;
  readonly tax: {
    readonly category: VatCategory;
    readonly rateBasisPoints: number;
    readonly exemptionReasonCode?: string;
  };
  readonly measurement: {
    readonly metric: 'availability';
    /** Whole parts per million, cut; null without a target. */
    readonly targetPpm: number | null;
    readonly actualPpm: number | null;
    /** The band's boundary, such as `atOrBelow:99.3`; null when a correction takes everything back. */
    readonly tierId: string | null;
    readonly downtimeMs: number;
    readonly excludedMs: number;
    /** Outages in the period that counted. */
    readonly incidentIds: readonly string[];
  };
}

export interface CreditEvidence {
  readonly uri: string;
  readonly sha256: string;
  readonly mediaType: string;
}
