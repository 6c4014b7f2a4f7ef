import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { call, functions, invoke, Listener, outputs, putEvent, schedules } from './cloud.ts';
import { applyQuickContract } from './documents.ts';

interface Told {
  readonly Subject: string;
  readonly MessageAttributes: Readonly<Record<string, { readonly Value: string }>>;
}

interface Envelope {
  readonly detail: { readonly type: string; readonly subject: string; readonly data: { readonly incidentId: string } };
}

const NAME = 'quick';

async function report(priority: string, title: string): Promise<string> {
  const body = { contractRef: NAME, serviceRef: 'service', priority, title };
  const answer = await call('POST', '/incidents', JSON.stringify(body), { 'idempotency-key': randomUUID() });
  expect(answer.status).toBe(201);
  return (answer.json() as { id: string }).id;
}

describe('an incident, on the deployed system', () => {
  let bus: Listener;
  let support: Listener;

  beforeAll(async () => {
    bus = await Listener.onBus({ source: ['test.sla'] });
    support = await Listener.onTopic(outputs.SupportTopicArn);
    await applyQuickContract(NAME);
  });

  it('is warned of and breached through the scheduler, once, and not when it was resolved in time', async () => {
    const late = await report('quick', 'Nobody answers this one');
    const met = await report('quick', 'Somebody solves this one');
    expect((await call('POST', `/incidents/${met}/resolve`, JSON.stringify({ by: 'Sanne' }))).status).toBe(200);
    // Its schedules go with the answer: nobody is asked about it any more.
    await eventually(async () => ((await schedules()).some((name) => name.includes(met)) ? undefined : true));
    const of = (type: string, id: string) => (event: Envelope) =>
      event.detail.type === type && event.detail.subject.includes(id);
    await bus.waitFor<Envelope>(of('sla.clock.at-risk.v1', late));
    await bus.waitFor<Envelope>(of('sla.clock.breached.v1', late));
    const told = (type: string) => (message: Told) => message.MessageAttributes['eventType']?.Value === type;
    const breached = told('sla.clock.breached.v1');
    await support.waitFor<Told>(told('sla.clock.at-risk.v1'));
    await support.waitFor<Told>(breached);
    await sleep(5_000);
    await bus.listen();
    await support.listen();
    const breaches = (bus.heard as Envelope[]).filter(({ detail }) => detail.type === 'sla.clock.breached.v1');
    expect(breaches.map(({ detail }) => detail.subject.includes(late))).toEqual([true]);
    expect((support.heard as Told[]).filter(breached)).toHaveLength(1);
    expect((support.heard as Told[]).filter(told('sla.clock.at-risk.v1'))).toHaveLength(1);
    const why = (await call('GET', `/incidents/${late}/deadlines`)).json() as { deadlines: { breachedAt: unknown }[] };
    expect(why.deadlines.filter(({ breachedAt }) => breachedAt !== null)).toHaveLength(1);
  });

  it('explains its deadlines where the contract knows exclusions', async () => {
    const body = { contractRef: 'demo-diploc', serviceRef: 'web', priority: 'support', title: 'A question' };
    const { id } = (await call('POST', '/incidents', JSON.stringify(body))).json() as { id: string };
    expect((await call('GET', `/incidents/${id}/deadlines`)).status).toBe(200);
    expect((await call('GET', `/incidents/${id}`)).status).toBe(200);
  });

  it('comes in over the bus and from an alarm, and is worked on over the bus', async () => {
    const reported = {
      specversion: '1.0',
      id: randomUUID(),
      source: 'test.helpdesk',
      type: 'sla.incident.reported.v1',
      data: { contractRef: NAME, serviceRef: 'service', priority: 'slow', title: 'From the helpdesk' },
    };
    await putEvent('test.helpdesk', reported.type, reported);
    const opened = (title: string) => async () => {
      const { items } = (await call('GET', `/incidents?contractRef=${NAME}`)).json() as {
        items: { id: string; title: string; state: string }[];
      };
      return items.find((incident) => incident.title === title);
    };
    const incident = await eventually(opened('From the helpdesk'));
    const responded = {
      specversion: '1.0',
      id: randomUUID(),
      source: 'test.helpdesk',
      type: 'sla.incident.responded.v1',
      data: { incidentId: incident.id, by: 'Sanne' },
    };
    await putEvent('test.helpdesk', responded.type, responded);
    await eventually(async () => {
      const { state } = (await call('GET', `/incidents/${incident.id}`)).json() as { state: string };
      return state === 'in-progress' || undefined;
    });
    // Nobody but AWS may put its events on a bus, so the function is asked as the rule would ask it.
    await invoke((await functions()).get('reportincidentalarm') ?? '', {
      version: '0',
      id: randomUUID(),
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      account: '000000000000',
      time: new Date().toISOString(),
      region: 'us-east-1',
      resources: ['arn:aws:cloudwatch:us-east-1:000000000000:alarm:website-down'],
      detail: {
        alarmName: 'website-down',
        state: { value: 'ALARM', timestamp: new Date().toISOString(), reason: 'Threshold crossed' },
        configuration: { description: `Website is down. sla:${NAME}/service/slow` },
      },
    });
    await eventually(opened('Alarm: website-down'));
  });
});

async function eventually<T>(look: () => Promise<T | undefined>, withinMs = 30_000): Promise<T> {
  for (const until = Date.now() + withinMs; ; await sleep(300)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error('it did not happen in time');
  }
}
