import * as z from 'zod';
import { parseMonth } from '../domain/business-time/period.ts';
import type { Contract } from '../domain/contract/contract.ts';
import { defined } from '../domain/json.ts';
import { Calendars, Interpretations, Language, OpenQuestions } from './agreement.ts';
import { Closing, Credits } from './credits.ts';
import {
  Clause,
  DurationText,
  Line,
  LocalDateText,
  Money,
  Name,
  Percent,
  Ref,
  refusal,
  TimeTargetText,
} from './parts.ts';
import { Availability, Exclusions, Latency, Support } from './promises.ts';

/** Currencies of two minor digits that a European hoster invoices in. */
const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'HUF', 'RON', 'BGN'] as const;

const Identifier = z
  .strictObject({ scheme: z.string().regex(/^\d{4}$/, 'an ISO 6523 scheme of four digits, such as 0106'), id: Line })
  .readonly();

const Address = z
  .strictObject({
    street: Line,
    postalCode: Line,
    city: Line,
    country: z.string().regex(/^[A-Z]{2}$/, 'a country code of two capitals, such as NL'),
  })
  .readonly();

const VatId = z.string().regex(/^[A-Z]{2}[A-Z0-9]{2,13}$/, 'a VAT id with its country, such as NL001234567B01');

const PARTY = {
  legalName: Line,
  vatId: VatId.optional(),
  registration: Identifier.optional(),
  address: Address,
  endpoint: Identifier.optional(),
};

const ExternalRefs = z.record(z.string().min(1).max(100), Line).readonly();

const Service = z
  .strictObject({
    ref: Ref,
    name: Line,
    environment: Name,
    fee: Money,
    vat: z.strictObject({ category: z.enum(['S', 'AE', 'Z', 'E', 'O']), rate: Percent }).readonly(),
    measuredBy: z.enum(['records', 'probes']),
    probes: z
      .array(
        z
          .strictObject({
            ref: Ref,
            url: z.url({ protocol: /^https?$/, error: 'a web address beginning with https:// or http://' }),
            every: DurationText,
            timeoutMs: z.number().int().min(100).max(60_000).optional(),
            expectStatus: z.number().int().min(100).max(599).optional(),
          })
          .readonly(),
      )
      .readonly()
      .optional(),
  })
  .superRefine(({ measuredBy, probes = [], vat }, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (measuredBy === 'probes' && probes.length === 0) {
      refuse(['measuredBy'], 'the service is measured by "probes" and has none; give at least one, or write "records"');
    }
    if (measuredBy === 'records' && probes.length > 0) {
      refuse(['measuredBy'], `the service has ${probes.length} probes but is measured by records; write "probes"`);
    }
    const isZero = /^[0.]+$/.test(vat.rate);
    if ((vat.category === 'S') === isZero) {
      const allowed = vat.category === 'S' ? 'above 0' : '"0"';
      refuse(['vat', 'rate'], `"${vat.rate}" is not a rate of VAT category ${vat.category}; allowed is ${allowed}`);
    }
  })
  .readonly();

const Month = z.string().superRefine((text, context) => {
  const message = refusal(() => parseMonth(text));
  if (message !== undefined) context.addIssue({ code: 'custom', message, input: text });
});

const Agreed = z
  .strictObject({
    calendars: Calendars.optional(),
    availability: Availability.optional(),
    latency: Latency.optional(),
    exclusions: Exclusions.optional(),
    support: Support.optional(),
    credits: Credits.optional(),
    closing: Closing.optional(),
  })
  .readonly()
  .meta({ description: 'Sections agreed individually; each replaces the section of the same name as a whole' });

/** A contract document. Its output is the domain's `Contract`, member for member. */
export const ContractSchema = z
  .strictObject({
    kind: z.literal('contract'),
    ref: Ref,
    version: z.number().int().min(1).max(999_999),
    agreement: z.strictObject({ ref: Ref, version: z.number().int().min(1) }).readonly(),
    effectiveFrom: LocalDateText,
    startsOn: LocalDateText,
    endsBefore: LocalDateText.optional().meta({ description: 'First day no longer covered' }),
    language: Language.optional(),
    currency: z.enum(CURRENCIES),
    seller: z.strictObject({ id: Ref, ...PARTY }).readonly(),
    customer: z.strictObject({ ref: Ref, ...PARTY, externalRefs: ExternalRefs.optional() }).readonly(),
    services: z.array(Service).min(1).max(20).readonly(),
    invoices: z
      .array(
        z
          .strictObject({
            month: Month,
            number: Line,
            issueDate: LocalDateText.optional(),
            externalRefs: ExternalRefs.optional(),
          })
          .readonly(),
      )
      .readonly()
      .optional(),
    buyerReference: Line.optional(),
    purchaseOrderRef: Line.optional(),
    contacts: z
      .array(z.strictObject({ ref: Ref, name: Line, email: z.email().optional(), phone: Line.optional() }).readonly())
      .readonly()
      .optional(),
    routing: z
      .array(
        z
          .strictObject({
            clause: Clause.optional(),
            priorities: z.array(Ref).min(1).readonly().optional(),
            calendar: Name.optional(),
            when: z.enum(['open', 'closed']).optional(),
            contacts: z.array(Ref).min(1).readonly(),
          })
          .readonly(),
      )
      .readonly()
      .optional(),
    escalateAfter: TimeTargetText.optional(),
    agreed: Agreed.optional(),
    interpretations: Interpretations.optional(),
    openQuestions: OpenQuestions.optional(),
  })
  .superRefine((contract, context) => {
    const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const { services, contacts = [], routing = [], invoices = [], startsOn, endsBefore } = contract;
    const once = (values: readonly string[], path: (i: number) => (string | number)[]) => {
      for (const [i, value] of values.entries()) {
        if (values.indexOf(value) < i) refuse(path(i), `"${value}" stands there twice; allowed is once`);
      }
    };
    if (endsBefore !== undefined && endsBefore <= startsOn) {
      refuse(['endsBefore'], `the contract ends before ${endsBefore}, not after it starts on ${startsOn}`);
    }
    const refs = (list: readonly { readonly ref: string }[]) => list.map(({ ref }) => ref);
    once(refs(services), (i) => ['services', i, 'ref']);
    once(refs(contacts), (i) => ['contacts', i, 'ref']);
    once(
      invoices.map(({ month }) => month),
      (i) => ['invoices', i, 'month'],
    );
    for (const [i, rule] of routing.entries()) {
      if (rule.when !== undefined && rule.calendar === undefined) {
        refuse(['routing', i, 'when'], `"when: ${rule.when}" names no calendar; give "calendar" too`);
      }
      for (const [j, ref] of rule.contacts.entries()) {
        if (contacts.some((contact) => contact.ref === ref)) continue;
        const known = contacts.map((contact) => contact.ref).join(', ') || 'none';
        refuse(['routing', i, 'contacts', j], `there is no contact "${ref}"; the contacts are ${known}`);
      }
    }
  })
  .meta({ id: 'Contract', title: "One customer's subscription under an agreement" });

/** What the schema lets through is what the domain takes. */
export function contractOf(value: z.output<typeof ContractSchema>): Contract {
  return defined(value);
}
