import type { Agreement } from '../../../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../../../shared/domain/contract/contract.ts';
import { type ServiceTerms, serviceTerms } from '../../../../shared/domain/contract/terms.ts';

const COMMON = {
  kind: 'agreement',
  version: 1,
  language: 'nl',
  effectiveFrom: '2025-01-01',
  timeZone: 'Europe/Amsterdam',
} as const;

/** Seed diploc: outages over 15 minutes, four bands, cap 40 % of the month's fee, refund. */
export const DIPLOC: Agreement = {
  ...COMMON,
  ref: 'diploc',
  title: 'Dienstniveau overeenkomst',
  provider: 'DIPLOC IT-Services',
  source: { document: 'Dienstniveau overeenkomst', version: '1.0', date: '2016-12-14' },
  availability: {
    clause: 'Downtime',
    kind: 'guarantee',
    target: '99.5',
    period: 'calendar-month',
    scope: 'any-user',
    environments: ['production'],
    minimumOutage: { clause: 'Downtime', longerThan: '15 minutes', counts: 'whole' },
    excludedTime: 'stays',
    reportedOutageStartsAt: 'earlier-of-report-and-detection',
  },
  exclusions: [
    { ground: 'planned-maintenance', clause: 'Downtime', actsOn: ['availability'], notice: { channels: ['email'] } },
    { ground: 'emergency-maintenance', clause: 'Downtime', actsOn: ['availability'] },
    { ground: 'attack', clause: 'Downtime', actsOn: ['availability'] },
  ],
  credits: {
    clause: 'Overzicht van teruggave',
    base: 'service-fee',
    bands: [
      { clause: 'Overzicht van teruggave', atOrBelow: '99.5', percent: '10' },
      { clause: 'Overzicht van teruggave', atOrBelow: '99.4', percent: '20' },
      { clause: 'Overzicht van teruggave', atOrBelow: '99.3', percent: '30' },
      { clause: 'Overzicht van teruggave', atOrBelow: '99.2', percent: '40' },
    ],
    caps: [{ clause: 'Downtime', per: 'month', percent: '40', of: 'contract-fee' }],
    settlement: 'refund',
    treatment: 'price-reduction',
    numbering: 'billing-system',
  },
  interpretations: [
    {
      clause: 'Overzicht van teruggave',
      question: 'Bij welke staffel hoort 99,5 %?',
      reading: 'De grens hoort bij de diepere staffel.',
      decidedBy: 'contractbeheer',
      decidedOn: '2025-01-02',
    },
  ],
};

/** Seed sensey: 99.9 %, three bands that exclude their boundary, set against the next invoice. */
export const SENSEY: Agreement = {
  ...COMMON,
  ref: 'sensey',
  title: 'Service Level Agreement',
  provider: 'Sensey',
  source: { document: 'Service Level Agreement', date: '2024-12-01' },
  availability: {
    clause: '02',
    kind: 'guarantee',
    target: '99.9',
    period: 'calendar-month',
    scope: 'any-user',
    environments: ['production'],
    excludedTime: 'stays',
    reportedOutageStartsAt: 'detection',
  },
  exclusions: [
    {
      ground: 'planned-maintenance',
      clause: '02',
      actsOn: ['availability'],
      notice: { before: '48 hours', channels: ['email'] },
    },
    { ground: 'attack', clause: '07', actsOn: ['availability'] },
  ],
  credits: {
    clause: '06',
    base: 'service-fee',
    bands: [
      { clause: '06', below: '99.9', percent: '10' },
      { clause: '06', below: '99.0', percent: '25' },
      { clause: '06', below: '98.0', percent: '50' },
    ],
    settlement: 'next-invoice',
    treatment: 'price-reduction',
    numbering: 'tracker',
  },
  closing: { requiredCoverage: '99' },
};

/** Seed go2people: no availability, no credits; maintenance is announced beforehand. */
export const GO2PEOPLE: Agreement = {
  ...COMMON,
  ref: 'go2people',
  title: 'Service Level Agreement Go2People',
  provider: 'Go2People',
  source: { document: 'Service Level Agreement Go2People' },
  exclusions: [
    { ground: 'planned-maintenance', clause: '6.7', actsOn: ['availability'], notice: { channels: ['email'] } },
  ],
};

/** Seed 24office: 99.9 % and an average response time of at most 50 ms. */
export const OFFICE24: Agreement = {
  ...COMMON,
  ref: '24office',
  title: 'SLA',
  provider: '24Office',
  source: { document: 'SLA' },
  availability: {
    clause: '4.1',
    kind: 'guarantee',
    target: '99.9',
    period: 'calendar-month',
    scope: 'any-user',
    environments: ['production'],
    excludedTime: 'stays',
    reportedOutageStartsAt: 'detection',
  },
  latency: { clause: '3.1', kind: 'guarantee', meanAtMostMs: 50, period: 'calendar-month' },
};

const ADDRESS = { street: 'Voorbeeldstraat 1', postalCode: '1000 AA', city: 'Amsterdam', country: 'NL' };

export function contractUnder(agreement: Agreement, more: Partial<Contract> = {}): Contract {
  return {
    kind: 'contract',
    ref: `demo-${agreement.ref}`,
    version: 1,
    agreement: { ref: agreement.ref, version: agreement.version },
    effectiveFrom: '2025-01-01',
    startsOn: '2025-01-01',
    currency: 'EUR',
    seller: {
      id: agreement.ref,
      legalName: `${agreement.provider} B.V.`,
      vatId: 'NL001234567B01',
      registration: { scheme: '0106', id: '12345678' },
      address: ADDRESS,
    },
    customer: {
      ref: 'klant',
      legalName: 'Klant B.V.',
      address: ADDRESS,
      externalRefs: { 'moneybird.contactId': '42' },
    },
    services: [
      {
        ref: 'web',
        name: 'Website',
        environment: 'production',
        fee: '249.00',
        vat: { category: 'S', rate: '21' },
        measuredBy: 'records',
      },
    ],
    ...more,
  };
}

export function termsUnder(agreement: Agreement, more: Partial<Contract> = {}): ServiceTerms {
  return serviceTerms(agreement, contractUnder(agreement, more), 'web');
}
