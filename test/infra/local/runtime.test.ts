import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../../shared/adapters/sha256.ts';
import type { ServiceCredit } from '../../../shared/domain/credit/service-credit.ts';
import type { CloudEvent } from '../../../shared/domain/journal/cloud-event.ts';
import type { Notification } from '../../../shared/domain/notification/notification.ts';
import { verifyStatement } from '../../../shared/domain/statement/verify-statement.ts';
import { loadDocument } from '../../../shared/schemas/document.ts';
import { launch, processesGone, type StartedRuntime, start } from './started-runtime.ts';

const DIPLOC_TEXT = new URL('../../../contracts/agreements/diploc.yaml', import.meta.url);
const HISTORY = new URL('../../../infra/local/history/github-incidents-2025.csv', import.meta.url);

/** Worked out by hand from the history and the texts: month, experienced, contracted, credit. */
const DIPLOC = `
  2025-01  99.6662 %  99.6662 %  -
  2025-02  99.7569 %  99.7569 %  -
  2025-03  99.7510 %  99.7510 %  -
  2025-04  99.8032 %  99.8032 %  -
  2025-05  98.3714 %  98.3714 %  EUR 99.60 (40 %)
  2025-06  99.2777 %  99.2777 %  EUR 74.70 (30 %)
  2025-07  99.2517 %  99.2517 %  EUR 74.70 (30 %)
  2025-08  99.3234 %  99.3234 %  EUR 49.80 (20 %)
  2025-09  99.5740 %  99.5902 %  -
  2025-10  98.3020 %  98.3020 %  EUR 99.60 (40 %)
  2025-11  99.3055 %  99.3055 %  EUR 49.80 (20 %)
  2025-12  98.9762 %  98.9762 %  EUR 99.60 (40 %)
  total  EUR 547.80`;
const SENSEY = `
  2025-01  99.6662 %  99.6662 %  EUR 49.90 (10 %)
  2025-02  99.7569 %  99.7569 %  EUR 49.90 (10 %)
  2025-03  99.7510 %  99.7510 %  EUR 49.90 (10 %)
  2025-04  99.8032 %  99.8032 %  EUR 49.90 (10 %)
  2025-05  98.3714 %  98.3714 %  EUR 124.75 (25 %)
  2025-06  99.2777 %  99.2777 %  EUR 49.90 (10 %)
  2025-07  99.2517 %  99.2517 %  EUR 49.90 (10 %)
  2025-08  99.3234 %  99.3234 %  EUR 49.90 (10 %)
  2025-09  99.5740 %  99.5740 %  EUR 49.90 (10 %)
  2025-10  98.3020 %  98.3020 %  EUR 124.75 (25 %)
  2025-11  99.3055 %  99.3055 %  EUR 49.90 (10 %)
  2025-12  98.9762 %  98.9762 %  EUR 124.75 (25 %)
  total  EUR 823.35`;
const DATE = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/);
const READY = /^ready after/;

/** What it tells of on a first run, from before the import to the last closing. */
const STEPS = [
  /API are up/,
  /^agreements applied/,

  /imported: demo-diploc/,
  /closed: +demo-diploc/,
];

let folder: string;
const launched: Omit<StartedRuntime, 'url'>[] = [];

async function run(...options: readonly string[]): Promise<StartedRuntime> {
  const runtime = await start(folder, ...options);
  launched.push(runtime);
  return runtime;
}

/** The printed table of one customer, its columns two blanks apart and the coverage left out. */
function table(lines: readonly string[], contractRef: string): string {
  const from = lines.findIndex((line) => line.startsWith(`${contractRef}:`));
  const rows = lines.slice(from + 2, from + 15).map((line) => line.replace(/ +records/, '').trim());
  return rows.map((row) => `\n  ${row.replace(/ {2,}/g, '  ')}`).join('');
}

async function get<T>(url: string, path: string): Promise<T> {
  const response = await fetch(`${url}${path}`);
  expect(response.status, path).toBe(200);
  return (await response.json()) as T;
}

async function events(url: string): Promise<readonly CloudEvent[]> {
  const sent = await get<{ readonly message: CloudEvent }[]>(url, '/events?limit=10000');
  return sent.map(({ message }) => message);
}

/** Those of the closings, without the control records of the months, which follow some seconds after the last closing. */
function ids(all: readonly CloudEvent[]): readonly string[] {
  return all
    .filter(({ type }) => /^sla\.(period|service-credit)\./.test(type))
    .map(({ id }) => id)
    .sort();
}

async function stopAll(): Promise<void> {
  for (const { end } of launched.splice(0)) await end('SIGKILL');
  await processesGone(folder);
}

/** A second of the year is down when one of the incidents counts it: no interval, no union, only seconds that are marked. */
function markedSeconds(longerThanMs: number): readonly string[] {
  // The year and its months in Amsterdam, with the clock changes of 30 March and 26 October.
  const edges = Array.from({ length: 13 }, (_, month) => {
    const isSummer = month >= 3 && month <= 9;
    return Date.UTC(2025, month) / 1000 - (isSummer ? 7200 : 3600);
  });
  const [origin = 0] = edges;
  const down = new Uint8Array((edges.at(-1) ?? 0) - origin);
  for (const row of readFileSync(HISTORY, 'utf8').trim().split('\n').slice(1)) {
    const [, start = '', end = '', impact = ''] = row.split(',');
    if (impact !== 'major' && impact !== 'critical') continue;
    if (Date.parse(end) - Date.parse(start) <= longerThanMs) continue;
    down.fill(1, Math.max(0, Date.parse(start) / 1000 - origin), Math.max(0, Date.parse(end) / 1000 - origin));
  }
  return edges.slice(0, 12).map((edge, month) => {
    const seconds = down.subarray(edge - origin, (edges[month + 1] ?? 0) - origin);
    const up = seconds.length - seconds.reduce((sum, one) => sum + one, 0);
    // Cut to four places, never rounded up.
    return `${(Math.floor((up * 1_000_000) / seconds.length) / 10_000).toFixed(4)} %`;
  });
}

describe('npm start', () => {
  let runtime: StartedRuntime;
  let told: readonly string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sla-runtime-'));
    runtime = await run();
    await runtime.said(READY);
    told = ids(await events(runtime.url));
  });

  afterAll(async () => {
    await stopAll();
    await rm(folder, { recursive: true });
  });

  it('prints the year of both customers as worked out by hand', () => {
    expect(table(runtime.lines, 'demo-diploc')).toBe(DIPLOC);
    expect(table(runtime.lines, 'demo-sensey')).toBe(SENSEY);
  });

  it('prints the availability that marking every second of the year gives', () => {
    const column = (text: string, i: number) =>
      text
        .trim()
        .split('\n')
        .slice(0, 12)
        .map((row) => row.trim().split('  ')[i]);
    expect(column(DIPLOC, 1)).toEqual(markedSeconds(0));
    expect(column(DIPLOC, 2)).toEqual(markedSeconds(15 * 60_000));
    expect(column(SENSEY, 2)).toEqual(markedSeconds(0));
  });

  it('issues every credit of the tables once', async () => {
    const issued = (await events(runtime.url)).filter(({ type }) => type === 'sla.service-credit.issued.v1');
    const sums = await Promise.all(
      ['demo-diploc', 'demo-sensey'].map(async (contractRef) => {
        const { items } = await get<{ items: ServiceCredit[] }>(
          runtime.url,
          `/contracts/${contractRef}/credits?to=2025-12`,
        );
        const keys = items.map(({ idempotencyKey }) => idempotencyKey);
        const events = issued.filter(({ data }) => keys.includes((data as { idempotencyKey: string }).idempotencyKey));
        return [events.length, keys.length, items.reduce((sum, { netMinor }) => sum + netMinor, 0)];
      }),
    );
    expect(sums).toEqual([
      [7, 7, 547_80],
      [12, 12, 823_35],
    ]);
    expect(new Set(issued.map(({ id }) => id)).size).toBe(issued.length);
  });

  it('answers with statements that can be recomputed, and not after a byte is changed', async () => {
    for (const id of ['demo-diploc~web~2025-09~1', 'demo-sensey~platform~2025-05~1']) {
      const text = await (await fetch(`${runtime.url}/statements/${id}`)).text();
      expect(verifyStatement(text, sha256)).toEqual({ agrees: true, differences: [] });
      expect(verifyStatement(text.replace('"percent": "9', '"percent": "8'), sha256).agrees).toBe(false);
    }
  });

  it('ends everything at Ctrl-C, and a second start changes no figure and sends no event again', async () => {
    expect(await runtime.end('SIGINT')).toBe(0);
    expect(await processesGone(folder)).toEqual([]);
    await expect(fetch(runtime.url)).rejects.toThrow();
    runtime = await run();
    await runtime.said(READY);
    expect(runtime.problems).toEqual([]);
    expect(table(runtime.lines, 'demo-diploc')).toBe(DIPLOC);
    expect(table(runtime.lines, 'demo-sensey')).toBe(SENSEY);
    expect(runtime.lines.join('\n')).toMatch(/demo-diploc\/web 210 rows, 0 outages added, 35 there already/);
    expect(ids(await events(runtime.url))).toEqual(told);
  });

  it('shows an incident live: its report, warning and breach, and where to read why it was due', async () => {
    const reported = await runtime.said(/live example: inc-/);
    const id = /inc-[0-9a-f]{24}/.exec(reported)?.[0];
    await runtime.said(/message: New incident: Nobody can pay/);
    await runtime.said(/message: Response time at risk: Nobody can pay/);
    await runtime.said(/message: Response time breached: Nobody can pay/);
    expect(await runtime.said(/^why it was due then/)).toContain(`${runtime.url}/incidents/${id}/deadlines`);
    const { deadlines } = await get<{ deadlines: unknown[] }>(runtime.url, `/incidents/${id}/deadlines`);
    expect(deadlines[0]).toMatchObject({ clock: 'response', usedMs: expect.any(Number), breachedAt: { at: DATE } });
    // The incident of the first start has breached by now too.
    const sent = (await get<{ message: Notification }[]>(runtime.url, '/notifications?limit=99'))
      .map(({ message }) => message)
      .filter((message) => message.id.includes(id ?? ''));
    expect(sent.map(({ attributes }) => attributes['eventType']?.split('.')[2]).sort()).toEqual(
      ['at-risk', 'breached', 'opened'].flatMap((type) => [type, type, type]),
    );
    expect(runtime.problems).toEqual([]);
  });

  it('ends everything when it is told to', async () => {
    expect(await runtime.end('SIGTERM')).toBe(0);
    expect(await processesGone(folder)).toEqual([]);
    await expect(fetch(runtime.url)).rejects.toThrow();
  });

  it('ends in the same figures and events however often it is killed on the way', async () => {
    const other = await mkdtemp(join(tmpdir(), 'sla-runtime-'));
    for (const step of STEPS) {
      const killed = launch(other);
      launched.push(killed);
      await killed.said(step);
      await sleep(Math.random() * 200);
      await killed.end('SIGKILL');
    }
    const last = await start(other);
    launched.push(last);
    await last.said(READY);
    expect(table(last.lines, 'demo-diploc')).toBe(DIPLOC);
    expect(table(last.lines, 'demo-sensey')).toBe(SENSEY);
    expect(ids(await events(last.url))).toEqual(told);
    expect(await last.end('SIGTERM')).toBe(0);
    expect(await processesGone(other)).toEqual([]);
    await rm(other, { recursive: true });
  });

  it('tells that the text of an applied version was changed, and changes nothing', async () => {
    const other = await mkdtemp(join(tmpdir(), 'sla-runtime-'));
    const first = await start(other, '--no-demo');
    launched.push(first);
    const agreement = loadDocument(readFileSync(DIPLOC_TEXT), 'diploc.yaml');
    const put = await fetch(`${first.url}/agreements/diploc/versions/1`, {
      method: 'PUT',
      body: JSON.stringify({ ...agreement, title: 'Another text' }),
      headers: { 'content-type': 'application/json' },
    });
    expect(put.status).toBe(201);
    await first.end('SIGTERM');
    const second = launch(other);
    launched.push(second);
    expect(await second.ended()).toBe(1);
    expect(second.problems.join('\n')).toMatch(/agreement diploc version 1 was changed .* after it had been applied/);
    expect(await processesGone(other)).toEqual([]);
    const third = await start(other, '--no-demo');
    launched.push(third);
    expect(await get(third.url, '/agreements/diploc/versions/1')).toMatchObject({ title: 'Another text' });
    expect(await get(third.url, '/contracts')).toEqual({ items: [] });
    await third.end('SIGTERM');
    await rm(other, { recursive: true });
  });
});
