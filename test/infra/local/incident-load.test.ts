import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { LIVE_AGREEMENT, LIVE_CONTRACT } from '../../../infra/local/live-example.ts';
import type { SupportRule } from '../../../shared/domain/contract/agreement.ts';
import type { CloudEvent } from '../../../shared/domain/journal/cloud-event.ts';
import type { Notification } from '../../../shared/domain/notification/notification.ts';
import { processesGone, type StartedRuntime, start } from './started-runtime.ts';

const RESPONSE_MS = 2_000;
const RESOLUTION_MS = 3_000;
const support = LIVE_AGREEMENT.support as SupportRule;
const AGREEMENT = {
  ...LIVE_AGREEMENT,
  ref: 'seconds',
  support: {
    ...support,
    priorities: support.priorities.map((priority) => ({
      ...priority,
      response: { clause: '§1', kind: 'guarantee', within: '2 seconds' },
      resolution: { clause: '§1', kind: 'guarantee', within: '3 seconds' },
    })),
  },
};
const CONTRACT = { ...LIVE_CONTRACT, ref: 'seconds', agreement: { ref: 'seconds', version: 1 } };

const ROUNDS = 4;
const REPORTERS = 6;

interface Reported {
  readonly key: string;
  readonly id: string;
  /** Whether the answer and the solution were acknowledged. */
  isResolved: boolean;
}

interface Seen {
  readonly id: string;
  readonly title: string;
  readonly state: string;
  readonly reportedAt: string;
  readonly timeline: readonly { readonly at: string; readonly action: { readonly type: string } }[];
  readonly breaches: readonly { readonly clock: string; readonly deadline: string; readonly withdrawnAt: null }[];
}

let folder: string;
let runtime: StartedRuntime | undefined;

afterEach(async () => {
  await runtime?.end('SIGKILL');
  await processesGone(folder);
  await rm(folder, { recursive: true });
});

async function send<T>(url: string, method: string, path: string, body?: object, key?: string): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as T;
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

function report(url: string, key: string): Promise<Seen> {
  const body = { contractRef: 'seconds', serviceRef: 'shop', priority: 'urgent', title: `Down ${key}` };
  return send<Seen>(url, 'POST', '/incidents', body, key);
}

/** Reports, and answers and solves every third incident, until the process is gone. */
async function reportUntilKilled(url: string, name: string, known: Reported[]): Promise<void> {
  for (let i = 0; ; i++) {
    try {
      const key = `${name}-${i}`;
      const reported = { key, id: (await report(url, key)).id, isResolved: false };
      known.push(reported);
      if (i % 3 === 2) {
        await send(url, 'POST', `/incidents/${reported.id}/respond`, {});
        await send(url, 'POST', `/incidents/${reported.id}/resolve`, {});
        reported.isResolved = true;
      }
    } catch (error) {
      if (error instanceof TypeError) return;
      throw error;
    }
    await sleep(20);
  }
}

async function everyIncident(url: string): Promise<readonly Seen[]> {
  const ids: string[] = [];
  let after = '';
  do {
    const page = await send<{ items: { id: string }[]; next?: string }>(
      url,
      'GET',
      `/incidents?contractRef=seconds&limit=500${after}`,
    );
    ids.push(...page.items.map(({ id }) => id));
    after = page.next === undefined ? '' : `&after=${encodeURIComponent(page.next)}`;
  } while (after !== '');
  return Promise.all(ids.map((id) => send<Seen>(url, 'GET', `/incidents/${id}`)));
}

function count<T>(items: readonly T[], name: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(name(item), (counts.get(name(item)) ?? 0) + 1);
  return counts;
}

it('loses no incident, misses no deadline and says nothing twice when it is killed while reports come in', async () => {
  folder = await mkdtemp(join(tmpdir(), 'sla-load-'));
  const known: Reported[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    runtime = await start(folder, '--no-demo');
    const { url, end } = runtime;
    await send(url, 'PUT', '/agreements/seconds/versions/1', AGREEMENT);
    await send(url, 'PUT', '/contracts/seconds/versions/1', CONTRACT);
    const reporters = Array.from({ length: REPORTERS }, (_, i) => reportUntilKilled(url, `${round}-${i}`, known));
    await sleep(200 + Math.random() * 1_500);
    await end('SIGKILL');
    await Promise.all(reporters);
  }
  runtime = await start(folder, '--no-demo');
  const { url, problems } = runtime;
  // The last ones were reported just before the last kill; a repeat of any report finds the first one's incident.
  for (const { key, id } of known.slice(-20)) expect((await report(url, key)).id).toBe(id);
  const until = Date.now() + 60_000;
  let incidents = await everyIncident(url);
  const isWaiting = ({ state, breaches }: Seen) => state === 'open' && breaches.length < 2;
  while (incidents.some(isWaiting) && Date.now() < until) {
    await sleep(200);
    incidents = await everyIncident(url);
  }
  await sleep(500);

  expect(known.length).toBeGreaterThan(20);
  const byId = new Map(incidents.map((incident) => [incident.id, incident]));
  expect(known.filter(({ id }) => !byId.has(id))).toEqual([]);
  expect(known.filter(({ id, isResolved }) => isResolved && byId.get(id)?.state !== 'resolved')).toEqual([]);

  const events = (await send<{ message: CloudEvent }[]>(url, 'GET', '/events?limit=10000')).map(
    ({ message }) => message,
  );
  const said = (await send<{ message: Notification }[]>(url, 'GET', '/notifications?limit=10000')).map(
    ({ message }) => message,
  );
  const eventCounts = count(events, ({ type, data }) => {
    const { incidentId, clock } = data as { incidentId: string; clock?: string };
    return `${type} ${incidentId} ${clock ?? ''}`;
  });
  const messageCounts = count(said, ({ channel, subject }) => `${channel} ${subject}`);
  for (const { id, title, reportedAt, state, breaches, timeline } of incidents) {
    const due = (ms: number) => new Date(Date.parse(reportedAt) + ms).toISOString();
    const expected = [
      { clock: 'response', deadline: due(RESPONSE_MS) },
      { clock: 'resolution', deadline: due(RESOLUTION_MS) },
    ];
    if (state === 'open') {
      expect(breaches.map(({ clock, deadline }) => ({ clock, deadline: new Date(deadline).toISOString() }))).toEqual(
        expected,
      );
    }
    const solved = timeline.find(({ action }) => action.type === 'resolve')?.at;
    if (solved !== undefined && Date.parse(solved) <= Date.parse(reportedAt) + RESPONSE_MS)
      expect(breaches).toEqual([]);
    for (const { clock } of breaches) {
      expect(eventCounts.get(`sla.clock.breached.v1 ${id} ${clock}`), `${clock} of ${id}`).toBe(1);
      const words = clock === 'response' ? 'Response time' : 'Resolution time';
      for (const channel of ['support', 'sms', 'chat']) {
        expect(messageCounts.get(`${channel} ${words} breached: ${title}`), `${channel} ${clock} of ${id}`).toBe(1);
      }
    }
    expect(eventCounts.get(`sla.incident.opened.v1 ${id} `)).toBe(1);
  }
  expect([...eventCounts].filter(([name, times]) => name.startsWith('sla.clock') && times > 1)).toEqual([]);
  expect([...messageCounts].filter(([, times]) => times > 1)).toEqual([]);
  expect(problems).toEqual([]);
}, 180_000);
