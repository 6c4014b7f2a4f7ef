import { beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/sha256.ts';
import { verifyStatement } from '../../shared/domain/statement/verify-statement.ts';
import { call, Listener, outputs } from './cloud.ts';
import { applyFile } from './documents.ts';
import { onLocalRuntime } from './local.ts';

/** June 2025 of demo-diploc: 18,720 s of downtime, 99.2777 %, 30 % of EUR 249.00. */
const OUTAGES = `incident_id,start,end,impact
25378142,2025-06-05T18:00:00Z,2025-06-05T19:29:00Z,major
25456062,2025-06-12T17:55:00Z,2025-06-12T21:07:00Z,major
25514408,2025-06-17T19:32:00Z,2025-06-17T20:03:00Z,critical
25514409,2025-06-18T19:32:00Z,2025-06-18T20:03:00Z,minor
`;
const IMPORT = '/contracts/demo-diploc/services/web/imports?where=impact=major,critical';
const STATEMENT = '/statements/demo-diploc~web~2025-06~1';

interface Envelope {
  readonly source: string;
  readonly detail: { readonly type: string; readonly data: Readonly<Record<string, unknown>> };
}

describe('from a contract to a credit, on the deployed system', () => {
  let bus: Listener;
  let support: Listener;
  let chat: Listener;

  beforeAll(async () => {
    bus = await Listener.onBus({ source: ['test.sla'] });
    support = await Listener.onTopic(outputs.SupportTopicArn);
    chat = await Listener.onTopic(outputs.ChatTopicArn);
  });

  it('refuses a call that nobody signed', async () => {
    expect((await call('GET', '/contracts', undefined, {}, false)).status).toBe(403);
  });

  it('applies a reference agreement and a contract under it, once', async () => {
    expect(await applyFile('agreements/diploc.yaml')).toBe(201);
    expect(await applyFile('customers/demo-diploc.yaml')).toBe(201);
    expect(await applyFile('customers/demo-diploc.yaml')).toBe(200);
  });

  it('imports outages, once', async () => {
    const csv = { 'content-type': 'text/csv' };
    const first = await call('POST', IMPORT, OUTAGES, csv);
    expect([first.status, first.json()]).toEqual([
      200,
      { rows: 4, added: 3, unchanged: 0, skipped: { filtered: 1, empty: 0 } },
    ]);
    expect((await call('POST', IMPORT, OUTAGES, csv)).json()).toMatchObject({ added: 0, unchanged: 3 });
  });

  it('closes the month and puts the service credit on the bus', async () => {
    const closing = await call('POST', '/closings', JSON.stringify({ month: '2025-06', contractRef: 'demo-diploc' }));
    expect([closing.status, closing.json()]).toEqual([202, { sent: 1, months: ['2025-06'] }]);
    const issued = await bus.waitFor<Envelope>(({ detail }) => detail.type === 'sla.service-credit.issued.v1');
    expect(issued.detail.data).toMatchObject({
      creditId: 'demo-diploc~web~2025-06',
      kind: 'original',
      settlement: 'refund',
      totals: { currency: 'EUR', netMinor: 7470, taxMinor: 1569, grossMinor: 9039 },
      invoiceRefs: [{ number: 'F2025-06-0417' }],
    });
    const run = await bus.waitFor<Envelope>(({ detail }) => detail.type === 'sla.credit-run.completed.v1');
    expect(run.detail.data).toMatchObject({ month: '2025-06', contracts: 1, closed: 1, waiting: 0, creditsIssued: 1 });
  });

  it('tells support and chat, in the language of the contract', async () => {
    const told = await support.waitFor<{ Subject: string; Message: string; MessageAttributes: object }>(({ Subject }) =>
      /SLA-tegoed/.test(Subject),
    );
    expect(told.Message).toContain('90,39');
    expect(told.MessageAttributes).toMatchObject({
      eventType: { Value: 'sla.service-credit.issued.v1' },
      contractRef: { Value: 'demo-diploc' },
    });
    await support.waitFor<{ Subject: string }>(({ Subject }) => /^Maand afgesloten/.test(Subject));
    const posted = await chat.waitFor<{ Message: string }>(({ Message }) => Message.includes('service-credit'));
    expect(JSON.parse(posted.Message)).toMatchObject({ version: '1.0', source: 'custom' });
  });

  it('gives a statement that agrees with itself and with the local runtime', async () => {
    const { text } = await call('GET', STATEMENT);
    expect(verifyStatement(text, sha256)).toEqual({ agrees: true, differences: [] });
    const here = await onLocalRuntime(async (url) => {
      const send = (method: string, path: string, body: string, type: string) =>
        fetch(`${url}${path}`, { method, body, headers: { 'content-type': type } });
      for (const file of ['agreements/diploc.yaml', 'customers/demo-diploc.yaml']) {
        const [kind, ref] = file.startsWith('agreements') ? ['agreements', 'diploc'] : ['contracts', 'demo-diploc'];
        const { readFileSync } = await import('node:fs');
        const yaml = readFileSync(new URL(`../../contracts/${file}`, import.meta.url), 'utf8');
        await send('PUT', `/${kind}/${ref}/versions/1`, yaml, 'application/yaml');
      }
      await send('POST', IMPORT, OUTAGES, 'text/csv');
      await send('POST', '/closings', JSON.stringify({ month: '2025-06' }), 'application/json');
      for (;;) {
        const answer = await fetch(`${url}${STATEMENT}`);
        if (answer.ok) return answer.text();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    });
    const figures = (statement: string) => {
      const { experienced, contracted, thresholds, credit, derivation } = JSON.parse(statement);
      return { experienced, contracted, thresholds, credit, derivation };
    };
    expect(figures(text)).toEqual(figures(here));
    const dutch = await call('GET', `${STATEMENT}/explanation`);
    expect(dutch.text).toContain('99,2777 %');
  });

  it('issues the difference when an exclusion is decided later', async () => {
    const decision = {
      ground: 'attack',
      start: '2025-06-12T17:55:00Z',
      end: '2025-06-12T21:07:00Z',
      decidedBy: 'J. de Vries',
      reason: 'DDoS, see the report of the network team',
    };
    const service = '/contracts/demo-diploc/services/web';
    expect((await call('PUT', `${service}/exclusions/ddos-1`, JSON.stringify(decision))).status).toBe(201);
    const revision = await call(
      'POST',
      '/contracts/demo-diploc/months/2025-06/revisions',
      JSON.stringify({ reason: 'DDoS on 12 June' }),
    );
    expect(revision.json()).toMatchObject({ outcome: 'closed', close: { revision: 2 } });
    // 7,200 s are left: 99.7222 %, no credit; all of it is taken back.
    const reversal = await bus.waitFor<Envelope>(({ detail }) => detail.data['kind'] === 'reversal');
    expect(reversal.detail.data).toMatchObject({
      totals: { netMinor: 7470, taxMinor: 1569, grossMinor: 9039 },
      correctionOf: { creditId: 'demo-diploc~web~2025-06', revision: 1, reason: 'DDoS on 12 June' },
    });
  });
});
