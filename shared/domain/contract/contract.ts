import type { LocalDate } from '../business-time/calendar.ts';
import type { Agreement, Interpretation, Language, OpenQuestion } from './agreement.ts';

/** One customer's subscription under one version of an agreement. The shape is that of the YAML document. */
export interface Contract {
  readonly kind: 'contract';
  readonly ref: string;
  readonly version: number;
  readonly agreement: { readonly ref: string; readonly version: number };
  /** First of a month in the contract's zone: from then on this version judges. */
  readonly effectiveFrom: LocalDate;
  /** First day of the subscription; may lie inside a month (fee and period are then pro rata). */
  readonly startsOn: LocalDate;
  /** First day no longer covered. Absent: runs on. */
  readonly endsBefore?: LocalDate;
  /** Language of the customer's documents and messages; default the agreement's. */
  readonly language?: Language;
  /** ISO 4217, two minor digits. */
  readonly currency: string;
  readonly seller: Party;
  readonly customer: Customer;
  readonly services: readonly Service[];
  readonly invoices?: readonly InvoiceReference[];
  readonly buyerReference?: string;
  readonly purchaseOrderRef?: string;
  readonly contacts?: readonly Contact[];
  readonly routing?: readonly RoutingRule[];
  /** A breach nobody acknowledged within this time goes to the next contact. */
  readonly escalateAfter?: string;
  /** Sections agreed individually; each replaces the agreement's section of the same name as a whole. */
  readonly agreed?: Partial<
    Pick<Agreement, 'calendars' | 'availability' | 'latency' | 'exclusions' | 'support' | 'credits' | 'closing'>
  >;
  readonly interpretations?: readonly Interpretation[];
  readonly openQuestions?: readonly OpenQuestion[];
}

export interface Address {
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** Electronic identifier with its ISO 6523 scheme, such as 0106 (KVK). */
export interface Identifier {
  readonly scheme: string;
  readonly id: string;
}

export interface Party {
  readonly id: string;
  readonly legalName: string;
  readonly vatId?: string;
  readonly registration?: Identifier;
  readonly address: Address;
  readonly endpoint?: Identifier;
}

export interface Customer extends Omit<Party, 'id'> {
  readonly ref: string;
  /** The customer's id in each system that books the credit, such as "moneybird.contactId". */
  readonly externalRefs?: Readonly<Record<string, string>>;
}

/** S standard, AE reverse charge, Z zero, E exempt, O outside scope (UNCL5305). */
export type VatCategory = 'S' | 'AE' | 'Z' | 'E' | 'O';

export interface Service {
  readonly ref: string;
  readonly name: string;
  /** Such as production, staging, beta. */
  readonly environment: string;
  /** Monthly fee without VAT, decimal text in the contract's currency. */
  readonly fee: string;
  readonly vat: { readonly category: VatCategory; readonly rate: string };
  /** Whether downtime stands on probes (then coverage counts) or on records alone. */
  readonly measuredBy: 'records' | 'probes';
  readonly probes?: readonly Probe[];
}

export interface Probe {
  readonly ref: string;
  readonly url: string;
  readonly every: string;
  readonly timeoutMs?: number;
  readonly expectStatus?: number;
}

/** The invoice of a month, cited by the credit note that reduces it. */
export interface InvoiceReference {
  readonly month: string;
  readonly number: string;
  readonly issueDate?: LocalDate;
  readonly externalRefs?: Readonly<Record<string, string>>;
}

export interface Contact {
  readonly ref: string;
  readonly name: string;
  readonly email?: string;
  readonly phone?: string;
}

/** First rule that matches wins. */
export interface RoutingRule {
  readonly clause?: string;
  /** Priorities it is for; absent: all. */
  readonly priorities?: readonly string[];
  /** Only while this calendar is open, or closed. */
  readonly calendar?: string;
  readonly when?: 'open' | 'closed';
  /** In order of escalation. */
  readonly contacts: readonly string[];
}
