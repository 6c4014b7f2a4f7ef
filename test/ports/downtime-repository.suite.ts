import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Exclusion, Outage, ServiceKey } from '../../shared/domain/downtime/records.ts';
import { ConflictError } from '../../shared/domain/errors.ts';
import { event, freshSpace, type PortAdapters } from './port-adapters.ts';

const HOUR = 3_600_000;

function outage(id: string, start: number, end?: number, more: Partial<Outage> = {}): Outage {
  const times = { start: start * HOUR, ...(end !== undefined && { end: end * HOUR }) };
  return { id, source: 'import', ...times, scope: 'all-users', environment: 'production', ...more };
}

const journaled = <T extends { readonly id: string }>(record: T) => ({ record, events: [event(record.id)] });

/** What every downtime repository must do; run on each adapter. */
export function downtimeRepositorySuite(name: string, runs: number, open: () => Promise<PortAdapters>): void {
  describe(`downtime repository: ${name}`, () => {
    let adapters: PortAdapters;
    const service = (): ServiceKey => ({ contractRef: freshSpace(), serviceRef: 'web' });
    const eventIds = async ({ contractRef, serviceRef }: ServiceKey) =>
      (await adapters.journal.entries(`downtime/${contractRef}/${serviceRef}`, { limit: 1000 })).items.map(
        ({ id }) => id,
      );
    const idsOf = async (key: ServiceKey, start: number, end: number) =>
      (await adapters.downtime.history(key, { start: start * HOUR, end: end * HOUR })).outages.map(({ id }) => id);

    beforeAll(async () => {
      adapters = await open();
    });

    it('adds a record once, and says what was there already', async () => {
      const key = service();
      const [a, b] = [outage('a', 1, 2), outage('b', 3)];
      expect(await adapters.downtime.addOutages(key, [journaled(a)])).toEqual({ added: ['a'], unchanged: [] });
      expect(await adapters.downtime.addOutages(key, [journaled(a), journaled(b), journaled(b)])).toEqual({
        added: ['b'],
        unchanged: ['a', 'b'],
      });
      expect(await adapters.downtime.outage(key, 'a')).toEqual(a);
      expect(await adapters.downtime.outage(key, 'c')).toBeUndefined();
      expect(await eventIds(key)).toEqual(['a', 'b']);
    });

    it('refuses other content under an id that is there, names it, and writes nothing of the call', async () => {
      const key = service();
      await adapters.downtime.addOutages(key, [journaled(outage('a', 1, 2))]);
      const batch = [journaled(outage('b', 5, 6)), journaled(outage('a', 1, 3))];
      await expect(adapters.downtime.addOutages(key, batch)).rejects.toThrow(/outage a /);
      expect(await adapters.downtime.outage(key, 'b')).toBeUndefined();
      expect(await eventIds(key)).toEqual(['a']);
    });

    it('takes a large import in several transactions, and again without a write', async () => {
      const key = service();
      const batch = Array.from({ length: 300 }, (_, i) => journaled(outage(`o${i}`, 2 * i, 2 * i + 1)));
      expect((await adapters.downtime.addOutages(key, batch)).added).toHaveLength(300);
      expect((await adapters.downtime.addOutages(key, batch)).unchanged).toHaveLength(300);
      expect(await eventIds(key)).toEqual(batch.map(({ record }) => record.id));
    });

    it('loses nothing when several writers import the same and different records', async () => {
      const key = service();
      const share = (from: number) =>
        Array.from({ length: 40 }, (_, i) => journaled(outage(`o${from + i}`, 2 * (from + i), 2 * (from + i) + 1)));
      const outcomes = await Promise.all([0, 20, 40, 20].map((from) => adapters.downtime.addOutages(key, share(from))));
      expect(outcomes.flatMap(({ added }) => added).sort()).toEqual(
        Array.from({ length: 80 }, (_, i) => `o${i}`).sort(),
      );
      const ids = await eventIds(key);
      expect(new Set(ids).size).toBe(80);
      expect(ids).toHaveLength(80);
    });

    it('finds what meets the window, touching ones not, open ones always', async () => {
      const key = service();
      const records = [
        outage('before', 1, 10),
        outage('into', 11, 21),
        outage('in', 22, 23),
        outage('around', 5, 50),
        outage('after', 60, 61),
        outage('open', 24),
      ];
      await adapters.downtime.addOutages(key, records.slice(0, 3).map(journaled));
      expect(await idsOf(key, 20, 30)).toEqual(['into', 'in']);
      expect(await idsOf(key, 21, 22)).toEqual([]);
      await adapters.downtime.addOutages(key, records.slice(3).map(journaled));
      expect(await idsOf(key, 20, 30)).toEqual(['before', 'around', 'into', 'in', 'open', 'after']);
      expect(await idsOf(key, 0, 1)).toEqual([]);
    });

    it('follows a chain of touching outages far before and after the window', async () => {
      const key = service();
      const chain = Array.from({ length: 12 }, (_, i) => outage(`c${String(i).padStart(2, '0')}`, i * 10, i * 10 + 10));
      await adapters.downtime.addOutages(key, [...chain, outage('apart', 121, 122)].map(journaled));
      expect(await idsOf(key, 55, 56)).toEqual(chain.map(({ id }) => id));
    });

    it('gives the outages of a plain fixpoint over all of them, whatever they are', async () => {
      const spans = fc.uniqueArray(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 9 })), { maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(spans, fc.nat(60), fc.integer({ min: 1, max: 9 }), async (found, start, length) => {
          const key = service();
          const records = found.map(([from, long], i) => outage(`o${i}`, from, from + long));
          await adapters.downtime.addOutages(key, records.map(journaled));
          const seen = await idsOf(key, start, start + length);
          expect([...seen].sort()).toEqual(plainFixpoint(records, start * HOUR, (start + length) * HOUR).sort());
        }),
        { numRuns: runs },
      );
    });

    it('moves an outage that is replaced, once, and only by somebody who saw what is stored', async () => {
      const key = service();
      const open = outage('a', 1);
      await adapters.downtime.addOutages(key, [journaled(open)]);
      const ended = outage('a', 1, 4);
      await adapters.downtime.replaceOutage(key, open, { record: ended, events: [event('ended')] });
      expect(await adapters.downtime.outage(key, 'a')).toEqual(ended);
      expect((await adapters.downtime.history(key, { start: 0, end: 9 * HOUR })).outages).toEqual([ended]);
      expect(await idsOf(key, 5, 9)).toEqual([]);
      const again = { record: outage('a', 1, 5), events: [event('late')] };
      await expect(adapters.downtime.replaceOutage(key, open, again)).rejects.toThrow(ConflictError);
      await expect(adapters.downtime.replaceOutage(key, outage('b', 1), again)).rejects.toThrow(ConflictError);
      expect(await eventIds(key)).toEqual(['a', 'ended']);
    });

    it('lets exactly one of several replacements win', async () => {
      const key = service();
      const open = outage('a', 1);
      await adapters.downtime.addOutages(key, [journaled(open)]);
      const attempts = await Promise.allSettled(
        [2, 3, 4, 5].map((end) =>
          adapters.downtime.replaceOutage(key, open, { record: outage('a', 1, end), events: [event(`end ${end}`)] }),
        ),
      );
      expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await adapters.downtime.history(key, { start: 0, end: 9 * HOUR })).outages).toHaveLength(1);
      expect(await eventIds(key)).toHaveLength(2);
    });

    it('keeps announcements and exclusions apart from outages, also under the same id', async () => {
      const key = service();
      const announcement = { id: 'a', start: 2 * HOUR, end: 3 * HOUR, sent: [{ channel: 'e-mail', at: 0 }] };
      const decided = { decidedBy: 'jan', decidedAt: 0, reason: 'storm' };
      const exclusion: Exclusion = { id: 'a', ground: 'force-majeure', start: 20 * HOUR, end: 21 * HOUR, ...decided };
      await adapters.downtime.addOutages(key, [journaled(outage('a', 1, 5))]);
      await adapters.downtime.addAnnouncements(key, [journaled(announcement)]);
      await adapters.downtime.addExclusions(key, [journaled(exclusion)]);
      const early = await adapters.downtime.history(key, { start: 0, end: 4 * HOUR });
      expect([early.outages.length, early.announcements, early.exclusions]).toEqual([1, [announcement], []]);
      const late = await adapters.downtime.history(key, { start: 10 * HOUR, end: 30 * HOUR });
      expect([late.outages, late.announcements, late.exclusions]).toEqual([[], [], [exclusion]]);
      const other = { ...exclusion, reason: 'other' };
      await expect(adapters.downtime.addExclusions(key, [journaled(other)])).rejects.toThrow(ConflictError);
    });
  });
}

/** The port's promise, word for word: what meets the window, then whatever is joined to one of those, until no more is. */
function plainFixpoint(outages: readonly Outage[], start: number, end: number): string[] {
  const times = outages.map((one) => ({ id: one.id, start: one.start, end: one.end ?? Number.MAX_SAFE_INTEGER }));
  const found = new Set(times.filter((one) => one.start < end && one.end > start));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const one of times) {
      if ([...found].some((other) => one.start <= other.end && one.end >= other.start)) found.add(one);
    }
  }
  return [...found].map(({ id }) => id);
}
