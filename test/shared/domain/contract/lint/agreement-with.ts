import type {
  Agreement,
  CreditBand,
  CreditRule,
  SupportRule,
} from '../../../../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../../../../shared/domain/contract/contract.ts';

const WORKDAYS = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]]));

export const OFFICE = {
  clause: '5',
  hours: WORKDAYS,
  holidays: ['2025-12-25', '2026-12-25'],
  holidayYears: [2025, 2026],
} as const;

export const SUPPORT: SupportRule = {
  clause: '4',
  responseStopsAt: 'first-answer',
  resolutionStopsAt: 'fix',
  resolutionStartsAt: 'report',
  pauseStops: 'none',
  priorityChange: 'retroactive',
  warnAt: '75',
  priorities: [
    {
      ref: 'high',
      name: 'High',
      meaning: 'down',
      clause: '4.1',
      severity: 1,
      response: { clause: '4.2', kind: 'guarantee', within: '1 hour' },
      resolution: { clause: '4.3', kind: 'guarantee', within: '8 business hours', calendar: 'office' },
    },
  ],
};

/** An agreement without a fault, and what a case changes in it. */
export function agreementWith(more: Partial<Agreement> = {}): Agreement {
  return {
    kind: 'agreement',
    ref: 'example',
    version: 1,
    title: 'Example',
    provider: 'Example Hosting',
    language: 'en',
    source: { document: 'Example' },
    effectiveFrom: '2025-01-01',
    timeZone: 'Europe/Amsterdam',
    calendars: { office: OFFICE },
    availability: {
      clause: '2',
      kind: 'guarantee',
      target: '99.9',
      period: 'calendar-month',
      scope: 'any-user',
      environments: ['production'],
      excludedTime: 'stays',
      reportedOutageStartsAt: 'detection',
    },
    exclusions: [
      { ground: 'planned-maintenance', clause: '3', actsOn: ['availability'], notice: { channels: ['email'] } },
    ],
    support: SUPPORT,
    credits: creditsWith(BANDS),
    ...more,
  };
}

export const BANDS: readonly CreditBand[] = [
  { clause: '6', below: '99.9', atLeast: '99.0', percent: '10' },
  { clause: '6', below: '99.0', percent: '25' },
];

export function creditsWith(bands: readonly CreditBand[], more: Partial<CreditRule> = {}): CreditRule {
  return {
    clause: '6',
    base: 'service-fee',
    bands,
    caps: [{ clause: '7', per: 'month', percent: '25', of: 'service-fee' }],
    settlement: 'next-invoice',
    treatment: 'price-reduction',
    numbering: 'tracker',
    ...more,
  };
}

const ADDRESS = { street: 'Straat 1', postalCode: '1011 AA', city: 'Amsterdam', country: 'NL' };

export function contractWith(more: Partial<Contract> = {}): Contract {
  return {
    kind: 'contract',
    ref: 'customer',
    version: 1,
    agreement: { ref: 'example', version: 1 },
    effectiveFrom: '2025-01-01',
    startsOn: '2025-01-01',
    currency: 'EUR',
    seller: { id: 'example', legalName: 'Example B.V.', address: ADDRESS },
    customer: { ref: 'customer', legalName: 'Customer B.V.', address: ADDRESS },
    services: [
      {
        ref: 'web',
        name: 'Web',
        environment: 'production',
        fee: '100.00',
        vat: { category: 'S', rate: '21' },
        measuredBy: 'records',
      },
    ],
    ...more,
  };
}
