import { NotFoundError, PreconditionError, ValidationError } from '../errors.ts';
import type {
  Agreement,
  AvailabilityRule,
  CalendarRule,
  ClosingRule,
  CreditRule,
  ExclusionRule,
  Interpretation,
  Language,
  LatencyRule,
} from './agreement.ts';
import type { Contract, Customer, Party, Service } from './contract.ts';

/**
 * What one service of one contract is judged by: plain JSON, everything resolved, nothing left to look up. Sections agreed
 * individually have replaced the agreement's. Durations, percentages and fees stay as the documents word them.
 */
export interface ServiceTerms {
  readonly contract: {
    readonly ref: string;
    readonly version: number;
    readonly startsOn: string;
    readonly endsBefore?: string;
  };
  readonly agreement: {
    readonly ref: string;
    readonly version: number;
    readonly title: string;
    readonly provider: string;
    readonly document: string;
  };
  readonly language: Language;
  readonly currency: string;
  /** IANA zone in which months, days and opening hours are read. */
  readonly timeZone: string;
  readonly service: Omit<Service, 'probes'>;
  /** Monthly fees of all services of the contract, for bases and caps on the whole contract. */
  readonly fees: readonly { readonly serviceRef: string; readonly fee: string }[];
  readonly seller: Party;
  readonly customer: Customer;
  readonly buyerReference?: string;
  readonly purchaseOrderRef?: string;
  /** The calendars that the sections below refer to. */
  readonly calendars: Readonly<Record<string, CalendarRule>>;
  /** Absent when nothing is promised, or not for the service's environment. */
  readonly availability?: AvailabilityRule;
  readonly latency?: LatencyRule;
  readonly exclusions: readonly ExclusionRule[];
  readonly credits?: CreditRule;
  readonly closing?: ClosingRule;
  /** How places that can be read two ways were read. */
  readonly interpretations: readonly Interpretation[];
}

/**
 * The terms of one service. The result depends on its arguments alone; keep it and pass it on, since what is derived from
 * it is remembered by identity.
 * @throws NotFoundError when the contract has no such service
 * @throws PreconditionError when the agreement is not the one the contract names
 * @throws ValidationError when a section refers to a calendar that is not defined
 * Source: semantics, agreements and contracts as data
 */
export function serviceTerms(agreement: Agreement, contract: Contract, serviceRef: string): ServiceTerms {
  if (agreement.ref !== contract.agreement.ref || agreement.version !== contract.agreement.version) {
    throw new PreconditionError(
      `contract ${contract.ref} version ${contract.version} is under ${contract.agreement.ref} version ${contract.agreement.version}, not under ${agreement.ref} version ${agreement.version}`,
    );
  }
  const found = contract.services.find(({ ref }) => ref === serviceRef);
  if (found === undefined) throw new NotFoundError(`contract ${contract.ref} has no service "${serviceRef}"`);
  const { probes: _, ...service } = found;
  const sections = { ...agreement, ...contract.agreed };
  const promised = promisedSections(sections, service.environment);
  const exclusions = sections.exclusions ?? [];
  return {
    contract: {
      ref: contract.ref,
      version: contract.version,
      startsOn: contract.startsOn,
      ...(contract.endsBefore !== undefined && { endsBefore: contract.endsBefore }),
    },
    agreement: {
      ref: agreement.ref,
      version: agreement.version,
      title: agreement.title,
      provider: agreement.provider,
      document: agreement.source.document,
    },
    language: contract.language ?? agreement.language,
    currency: contract.currency,
    timeZone: agreement.timeZone,
    service,
    fees: contract.services.map(({ ref, fee }) => ({ serviceRef: ref, fee })),
    seller: contract.seller,
    customer: contract.customer,
    ...(contract.buyerReference !== undefined && { buyerReference: contract.buyerReference }),
    ...(contract.purchaseOrderRef !== undefined && { purchaseOrderRef: contract.purchaseOrderRef }),
    calendars: referenced(sections.calendars ?? {}, promised.availability, exclusions),
    ...promised,
    exclusions,
    ...(sections.closing !== undefined && { closing: sections.closing }),
    interpretations: [...(agreement.interpretations ?? []), ...(contract.interpretations ?? [])],
  };
}

/** A promise names the environments it holds in; staging and beta carry none (semantics, downtime, step 1). */
function promisedSections(
  { availability, latency, credits }: Pick<Agreement, 'availability' | 'latency' | 'credits'>,
  environment: string,
): Pick<ServiceTerms, 'availability' | 'latency' | 'credits'> {
  if (availability !== undefined && !availability.environments.includes(environment)) return {};
  return {
    ...(availability !== undefined && { availability }),
    ...(latency !== undefined && { latency }),
    ...(credits !== undefined && { credits }),
  };
}

function referenced(
  calendars: Readonly<Record<string, CalendarRule>>,
  availability: AvailabilityRule | undefined,
  exclusions: readonly ExclusionRule[],
): Readonly<Record<string, CalendarRule>> {
  const names = [availability?.during, ...exclusions.map(({ freeDuring }) => freeDuring)];
  const found: Record<string, CalendarRule> = {};
  for (const name of names) {
    if (name === undefined) continue;
    const calendar = Object.hasOwn(calendars, name) ? calendars[name] : undefined;
    if (calendar === undefined) {
      throw new ValidationError(`the calendar "${name}" is not defined; defined are ${listed(calendars)}`, {
        path: ['calendars', name],
      });
    }
    found[name] = calendar;
  }
  return found;
}

function listed(calendars: object): string {
  return Object.keys(calendars).join(', ') || 'none';
}

/**
 * The version that judges a month: of those already in effect on its first day, the one with the latest effective date,
 * and among equals the highest version. A month is judged by it for ever.
 * @param month `YYYY-MM` in the contract's zone; a version takes effect on the first of a month, so dates suffice
 * @returns undefined when none was in force yet
 * Source: semantics, agreements and contracts as data
 */
export function versionInForce<T extends { readonly version: number; readonly effectiveFrom: string }>(
  versions: readonly T[],
  month: string,
): T | undefined {
  const firstDay = `${month}-01`;
  let best: T | undefined;
  for (const candidate of versions) {
    if (candidate.effectiveFrom > firstDay) continue;
    if (best === undefined || isLater(candidate, best)) best = candidate;
  }
  return best;
}

function isLater(
  a: { readonly version: number; readonly effectiveFrom: string },
  b: { readonly version: number; readonly effectiveFrom: string },
): boolean {
  return a.effectiveFrom === b.effectiveFrom ? a.version > b.version : a.effectiveFrom > b.effectiveFrom;
}
