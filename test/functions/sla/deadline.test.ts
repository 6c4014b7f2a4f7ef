import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runAt } from './fake-terminal.ts';

interface Moment {
  readonly at: string;
  readonly local: string;
}
interface Answer {
  readonly clocks: readonly {
    readonly clock: string;
    readonly promise: { readonly kind: string; readonly clause: string } | null;
    readonly deadline: Moment | null;
    readonly marginMs: number | null;
    readonly spans: readonly { readonly ms: number }[];
    readonly skipped: readonly { readonly date: string; readonly reason: string }[];
    readonly held: readonly { readonly start: Moment }[];
  }[];
}

function args(contract: string, priority: string, reported: string, ...more: readonly string[]): readonly string[] {
  const file = `contracts/customers/demo-${contract}.yaml`;
  return ['deadline', '--contract', file, '--priority', priority, '--reported', reported, ...more];
}

async function ask(...given: Parameters<typeof args>): Promise<Answer['clocks'][number]> {
  const { code, out, err } = await runAt([...args(...given), '--json']);
  expect([code, err]).toEqual([0, '']);
  return (JSON.parse(out) as Answer).clocks[0] as Answer['clocks'][number];
}

describe('the worked cases of the reference contracts', () => {
  it.each([
    ['go2people', 'neutraal', '2026-05-07T16:00', 'response', '2026-05-08T15:30:00+02:00'],
    ['go2people', 'neutraal', '2026-05-07T16:00', 'resolution', '2026-05-11T15:00:00+02:00'],
    ['go2people', 'laag', '2026-05-09T12:00', 'response', '2026-05-11T17:00:00+02:00'],
    ['go2people', 'laag', '2026-05-09T12:00', 'resolution', '2026-05-19T09:00:00+02:00'],
    ['go2people', 'hoog', '2026-03-28T22:00', 'resolution', '2026-03-29T07:00:00+02:00'],
    ['sensey', 'laag', '2026-05-13T16:30', 'response', '2026-05-15T16:30:00+02:00'],
  ])('%s %s, reported %s: %s by %s', async (contract, priority, reported, target, local) => {
    const { clock, deadline } = await ask(contract, priority, reported, '--target', target);
    expect([clock, deadline?.local]).toEqual([target, local]);
    expect(deadline?.at).toBe(new Date(local).toISOString().replace('.000Z', 'Z'));
  });
});

describe('why', () => {
  // None of the reference agreements lets a pause stop a clock; this is go2people with the one word changed.
  const go2people = new URL('../../../contracts/agreements/go2people.yaml', import.meta.url);
  const PAUSING = readFileSync(go2people, 'utf8').replace('pauseStops: none', 'pauseStops: resolution');
  const files = { 'pausing.yaml': PAUSING };

  it('the spans add up to the target, and each day left out has its reason', async () => {
    const { promise, spans, skipped } = await ask('sensey', 'laag', '2026-05-13T16:30', '--target', 'response');
    expect(promise).toMatchObject({ kind: 'guarantee', clause: '§03' });
    expect(spans.map(({ ms }) => ms)).toEqual([1_800_000, 27_000_000]);
    expect(skipped).toEqual([{ date: '2026-05-14', weekday: 'thu', reason: 'holiday' }]);
  });

  it('as text names clause, wall time and reason', async () => {
    const { out } = await runAt(args('sensey', 'laag', '2026-05-13T16:30', '--target', 'response'));
    expect(out).toContain('Response within 8 business hours (guarantee, §03): Fri 2026-05-15 16:30 +02:00');
    expect(out).toContain('Wed 2026-05-13 16:30 +02:00 to Wed 2026-05-13 17:00 +02:00: 30 min');
    expect(out).toContain('Thu 2026-05-14: holiday');
  });

  it('a time with an offset is the same as wall time of the contract', async () => {
    const [local, offset] = await Promise.all(
      ['2026-05-13T16:30', '2026-05-13T14:30:00Z'].map((at) => ask('sensey', 'laag', at)),
    );
    expect(offset).toEqual(local);
  });

  it('a pause moves the clock that the agreement says it stops; the remaining business time runs on', async () => {
    const pause = ['--agreement', 'pausing.yaml', '--pause', '2026-05-19T11:00/2026-05-21T14:00'];
    const asked = args('go2people', 'neutraal', '2026-05-18T10:00', ...pause);
    const [response, resolution] = (JSON.parse((await runAt([...asked, '--json'], { files })).out) as Answer).clocks;
    expect(response?.deadline?.local).toBe('2026-05-19T09:30:00+02:00');
    expect(resolution?.deadline?.local).toBe('2026-05-22T12:00:00+02:00');
    expect(resolution?.held).toMatchObject([{ start: { local: '2026-05-19T11:00:00+02:00' } }]);
    const { out } = await runAt(asked, { files });
    expect(out).toContain('paused    Tue 2026-05-19 11:00 +02:00 to Thu 2026-05-21 14:00 +02:00');
  });

  it('while a pause lasts there is no deadline, only what is left', async () => {
    const pause = ['--agreement', 'pausing.yaml', '--pause', '2026-05-19T11:00/', '--target', 'resolution'];
    const { out } = await runAt(args('go2people', 'neutraal', '2026-05-18T10:00', ...pause), { files });
    expect(out).toMatch(/no deadline while the clock is paused.*left: 6 h 30 min/s);
  });
});

describe('bad input', () => {
  it.each([
    ['an unknown priority', args('sensey', 'spoed', '2026-05-13T16:30'), /"spoed"/],
    ['a time that is none', args('sensey', 'laag', 'yesterday'), /--reported.*"yesterday".*Europe\/Amsterdam/],
    ['a date that does not exist', args('sensey', 'laag', '2026-02-30T10:00'), /2026-02-30 does not exist/],
    [
      'a pause without an end mark',
      args('sensey', 'laag', '2026-05-13T16:30', '--pause', '2026-05-14T10:00'),
      /FROM\/TO/,
    ],
    [
      'a pause that ends before it starts',
      args('sensey', 'laag', '2026-05-13T16:30', '--pause', '2026-05-14T10:00/2026-05-14T09:00'),
      /ends before it starts/,
    ],
    [
      'an answer before the report',
      args('sensey', 'laag', '2026-05-13T16:30', '--responded', '2026-05-13T16:00'),
      /before the report/,
    ],
    ['another clock', args('sensey', 'laag', '2026-05-13T16:30', '--target', 'repair'), /repair.*response, resolution/],
    ['a missing option', ['deadline', '--priority', 'laag'], /--contract/],
  ])('%s: exit code 2, and only standard error says why', async (_name, given, message) => {
    const { code, out, err } = await runAt(given);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});
