import type { Agreement } from '../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../shared/domain/contract/contract.ts';
import { callApi, putDocument } from './api-client.ts';

/**
 * No real agreement has a target of seconds. This one is only for a look at a live incident: report, warning and breach
 * while somebody is watching. What happens to the incident is what happens under any other agreement.
 */
export const LIVE_AGREEMENT: Agreement = {
  kind: 'agreement',
  ref: 'live-example',
  version: 1,
  title: 'Live example with a target of seconds',
  provider: 'Example Hosting',
  language: 'en',
  source: { document: 'made up, so that a breach can be watched' },
  effectiveFrom: '2025-01-01',
  timeZone: 'Europe/Amsterdam',
  support: {
    clause: '§1',
    responseStopsAt: 'first-answer',
    resolutionStopsAt: 'fix',
    resolutionStartsAt: 'report',
    pauseStops: 'none',
    priorityChange: 'retroactive',
    warnAt: '75',
    priorities: [
      {
        ref: 'urgent',
        name: 'Urgent',
        meaning: 'Somebody is watching the terminal.',
        clause: '§1',
        severity: 1,
        response: { clause: '§1', kind: 'guarantee', within: '8 seconds' },
      },
    ],
  },
  // No figure is promised for a month, so none is ever due to be closed.
  closing: { grace: '5000 weeks' },
};

export const LIVE_CONTRACT: Contract = {
  kind: 'contract',
  ref: 'live-example',
  version: 1,
  agreement: { ref: 'live-example', version: 1 },
  effectiveFrom: '2025-01-01',
  startsOn: '2025-01-01',
  currency: 'EUR',
  seller: {
    id: 'example-hosting',
    legalName: 'Example Hosting B.V.',
    address: { street: 'Serverstraat 1', postalCode: '1012 AB', city: 'Amsterdam', country: 'NL' },
  },
  customer: {
    ref: 'example-customer',
    legalName: 'Example Customer B.V.',
    address: { street: 'Klantlaan 1', postalCode: '3511 CD', city: 'Utrecht', country: 'NL' },
  },
  services: [
    {
      ref: 'shop',
      name: 'Web shop',
      environment: 'production',
      fee: '100.00',
      vat: { category: 'S', rate: '21' },
      measuredBy: 'records',
    },
  ],
  contacts: [{ ref: 'desk', name: 'Support desk', email: 'desk@hosting.example' }],
  routing: [{ contacts: ['desk'] }],
};

export interface LiveIncident {
  readonly id: string;
  /** Of the answer, UTC epoch ms. */
  readonly deadline: number;
}

/** Applies the contract as any other, and reports an incident that nobody will answer: a fresh one at each start. */
export async function reportLiveIncident(url: string): Promise<LiveIncident> {
  await putDocument(url, LIVE_AGREEMENT);
  await putDocument(url, LIVE_CONTRACT);
  const body = { contractRef: LIVE_CONTRACT.ref, serviceRef: 'shop', priority: 'urgent', title: 'Nobody can pay' };
  const { id, clocks } = await callApi<{ id: string; clocks: { response: { deadline: string } } }>(
    url,
    'POST',
    '/incidents',
    JSON.stringify(body),
  );
  return { id, deadline: Date.parse(clocks.response.deadline) };
}
