import { formatLocal, localDateOf } from '../business-time/zone.ts';
import type { Settlement } from '../contract/agreement.ts';
import type { Address, Identifier, VatCategory } from '../contract/contract.ts';
import { PreconditionError } from '../errors.ts';
import { parsePercent } from '../money/percent.ts';
import { availability, partsPerMillion } from '../objective/availability.ts';
import type { Statement } from '../statement/statement.ts';
import type { CreditCalculation, ServiceCredit } from './service-credit.ts';

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

export interface CreditEventOptions {
  /** At least the statement's own text. */
  readonly evidence: readonly CreditEvidence[];
  readonly documentNumber?: string | undefined;
}

/**
 * The event of the credit that a statement issues.
 * @throws PreconditionError when the statement issues none, or its credit still needs approval
 * Source: billing hand-over: what the event must carry so that nobody has to ask back
 */
export function serviceCreditIssued(statement: Statement, options: CreditEventOptions): ServiceCreditIssued {
  const { serviceCredit: credit, credit: calculation, inputs, period } = statement;
  if (credit === null || calculation === null) {
    throw new PreconditionError(`statement ${statement.statementId} issues no credit`);
  }
  if (credit.state !== 'issued') {
    throw new PreconditionError(`credit ${credit.creditId} revision ${credit.revision} still needs approval`);
  }
  const { terms } = inputs;
  const { creditId, revision, idempotencyKey, kind, settlement, treatment, numberingAuthority } = credit;
  const { externalRefs = {}, ...customer } = terms.customer;
  return {
    schemaVersion: '1.0',
    creditId,
    revision,
    idempotencyKey,
    kind,
    settlement,
    treatment,
    numberingAuthority,
    ...(options.documentNumber !== undefined && { documentNumber: options.documentNumber }),
    issueDate: localDateOf(credit.approval?.at ?? credit.determinedAt, terms.timeZone),
    determinedAt: formatLocal(credit.determinedAt, 'UTC'),
    seller: terms.seller,
    customer: { ...customer, externalRefs },
    contract: { ref: credit.contractRef, version: credit.contractVersion, serviceRef: credit.serviceRef },
    servicePeriod: {
      start: localDateOf(period.start, terms.timeZone),
      endExclusive: localDateOf(period.end, terms.timeZone),
      timezone: terms.timeZone,
    },
    invoiceRefs: (inputs.invoices ?? []).map(({ number, issueDate, externalRefs: refs = {} }) => ({
      number,
      ...(issueDate !== undefined && { issueDate }),
      externalRefs: refs,
      lines: [],
    })),
    ...(terms.buyerReference !== undefined && { buyerReference: terms.buyerReference }),
    ...(terms.purchaseOrderRef !== undefined && { purchaseOrderRef: terms.purchaseOrderRef }),
    totals: totalsOf(credit),
    lines: [lineOf(statement, credit, calculation)],
    evidence: options.evidence,
    ...(credit.correctionOf !== undefined && { correctionOf: credit.correctionOf }),
    ...(credit.approval !== undefined && {
      approval: { by: credit.approval.by, at: formatLocal(credit.approval.at, 'UTC') },
    }),
  };
}

function totalsOf(credit: ServiceCredit): ServiceCreditIssued['totals'] {
  const { currency, netMinor, taxMinor, grossMinor, vat } = credit;
  const group = { category: vat.category, rateBasisPoints: basisPoints(vat.rate), netMinor, taxMinor };
  return { currency, netMinor, taxMinor, grossMinor, taxBreakdown: [group] };
}

function lineOf(statement: Statement, credit: ServiceCredit, calculation: CreditCalculation): ServiceCreditLine {
  const { contracted, derivation, period } = statement;
  const { band } = calculation;
  const { category, rate } = credit.vat;
  return {
    lineId: '1',
    code: 'availability',
    description: description(statement, credit, calculation),
    baseMinor: calculation.base.minor,
    creditBasisPoints: band === null ? 0 : basisPoints(band.percent),
    netMinor: credit.netMinor,
    capped: credit.capped,
    tax: { category, rateBasisPoints: basisPoints(rate), ...exemption(category) },
    measurement: {
      metric: 'availability',
      targetPpm: contracted.target === null ? null : Math.floor(parsePercent(contracted.target) / 100),
      actualPpm:
        contracted.totalMs === 0 ? null : partsPerMillion(availability(contracted.totalMs, contracted.downtimeMs)),
      tierId: band === null ? null : band.below === undefined ? `atOrBelow:${band.atOrBelow}` : `below:${band.below}`,
      downtimeMs: contracted.downtimeMs,
      excludedMs: contracted.excludedMs,
      incidentIds: derivation.outages
        .filter(({ counts, start, end }) => counts && start < period.end && end > period.start)
        .map(({ id }) => id),
    },
  };
}

function description(
  { contracted, month, inputs }: Statement,
  { kind }: ServiceCredit,
  { band }: CreditCalculation,
): ServiceCreditLine['description'] {
  const { name } = inputs.terms.service;
  const percent = contracted.percent ?? '–';
  const share = band?.percent ?? '0';
  const nl = { original: 'Servicecredit', supplement: 'Aanvulling servicecredit', reversal: 'Terugname servicecredit' };
  const en = {
    original: 'Service credit',
    supplement: 'Supplement to service credit',
    reversal: 'Reversal of service credit',
  };
  return {
    nl: `${nl[kind]} ${name}, ${month}: beschikbaarheid ${percent.replace('.', ',')} %, ${share.replace('.', ',')} % van de vergoeding`,
    en: `${en[kind]} ${name}, ${month}: availability ${percent} %, ${share} % of the fee`,
  };
}

/** Codes of the VATEX list that EN 16931 knows for categories without VAT of their own. */
function exemption(category: VatCategory): { readonly exemptionReasonCode?: string } {
  if (category === 'AE') return { exemptionReasonCode: 'VATEX-EU-AE' };
  return category === 'O' ? { exemptionReasonCode: 'VATEX-EU-O' } : {};
}

function basisPoints(percent: string): number {
  return parsePercent(percent) / 10_000;
}

/**
 * What keeps an event from becoming a document, in sentences; empty when nothing does.
 * Source: billing hand-over, rules across fields; NL-R-001: a Dutch supplier's credit note references an invoice
 */
export function creditEventProblems(event: ServiceCreditIssued): readonly string[] {
  const problems: string[] = [];
  const sum = event.lines.reduce((total, { netMinor }) => total + netMinor, 0);
  const { netMinor, taxMinor, grossMinor, taxBreakdown } = event.totals;
  if (event.invoiceRefs.length === 0 && event.settlement !== 'next-invoice') {
    problems.push(`settlement "${event.settlement}" needs the number of the invoice that is reduced`);
  }
  if (event.treatment === 'compensation' && event.lines.some(({ tax }) => tax.category !== 'O')) {
    problems.push('compensation lies outside VAT: every line must have category O');
  }
  if (sum !== netMinor) problems.push(`lines add up to ${sum}, the total says ${netMinor}`);
  const taxes = taxBreakdown.reduce((total, group) => total + group.taxMinor, 0);
  if (taxes !== taxMinor) problems.push(`VAT adds up to ${taxes}, the total says ${taxMinor}`);
  if (netMinor + taxMinor !== grossMinor) problems.push(`net and VAT make ${netMinor + taxMinor}, not ${grossMinor}`);
  return problems;
}
