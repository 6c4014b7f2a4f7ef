import { readFileSync } from 'node:fs';
import { call } from './cloud.ts';

const CONTRACTS = new URL('../../contracts/', import.meta.url);

/** Applies a document of the product as it stands in its file. */
export async function applyFile(file: string): Promise<number> {
  const text = readFileSync(new URL(file, CONTRACTS), 'utf8');
  const ref = /^ref: (\S+)$/m.exec(text)?.[1];
  const version = /^version: (\d+)$/m.exec(text)?.[1];
  const kind = /^kind: (\S+)$/m.exec(text)?.[1];
  const headers = { 'content-type': 'application/yaml' };
  const answer = await call('PUT', `/${kind}s/${ref}/versions/${version}`, text, headers);
  if (answer.status >= 300) throw new Error(`${file}: ${answer.status} ${answer.text}`);
  return answer.status;
}

/**
 * An agreement whose targets are seconds, so that a test can wait for them, and a customer under it.
 * @param name ref of both
 */
export async function applyQuickContract(name: string): Promise<void> {
  const clause = '§1';
  const target = (within: string) => ({ clause, kind: 'guarantee', within });
  const agreement = {
    kind: 'agreement',
    ref: name,
    version: 1,
    title: 'Promises of some seconds',
    provider: 'Test',
    language: 'en',
    source: { document: 'made for a test' },
    effectiveFrom: '2025-01-01',
    timeZone: 'Europe/Amsterdam',
    support: {
      clause,
      responseStopsAt: 'first-answer',
      resolutionStopsAt: 'fix',
      resolutionStartsAt: 'report',
      pauseStops: 'none',
      priorityChange: 'retroactive',
      warnAt: '25',
      priorities: [
        { ref: 'quick', name: 'Quick', meaning: 'At once', clause, severity: 1, response: target('40 seconds') },
        { ref: 'slow', name: 'Slow', meaning: 'Soon', clause, severity: 2, response: target('2 hours') },
      ],
    },
  };
  const address = { street: 'Teststraat 1', postalCode: '1000 AA', city: 'Amsterdam', country: 'NL' };
  const contract = {
    kind: 'contract',
    ref: name,
    version: 1,
    agreement: { ref: name, version: 1 },
    effectiveFrom: '2025-01-01',
    startsOn: '2025-01-01',
    currency: 'EUR',
    seller: { id: 'test', legalName: 'Test B.V.', address },
    customer: { ref: 'customer', legalName: 'Customer B.V.', address },
    services: [
      {
        ref: 'service',
        name: 'Service',
        environment: 'production',
        fee: '100.00',
        vat: { category: 'S', rate: '21' },
        measuredBy: 'records',
      },
    ],
  };
  for (const [path, document] of [
    [`/agreements/${name}/versions/1`, agreement],
    [`/contracts/${name}/versions/1`, contract],
  ] as const) {
    const answer = await call('PUT', path, JSON.stringify(document));
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  }
}
