import { beforeAll, describe, expect, it } from 'vitest';
import { ConflictError, ValidationError } from '../../shared/domain/errors.ts';
import type { Incident, IncidentState } from '../../shared/domain/incident/incident.ts';
import type { JournalEvent } from '../../shared/domain/journal/journal.ts';
import type { IncidentRepository } from '../../shared/ports/incident-repository.ts';
import type { JournalReader } from '../../shared/ports/journal-reader.ts';

const START = 1_779_000_000_000;

/** An incident of a contract of its own name space, so that suites can share a database. */
function incident(space: string, number: number, more: Partial<Incident> = {}): Incident {
  const id = `inc-${space}-${String(number).padStart(4, '0')}`;
  return {
    id,
    version: 1,
    contractRef: `contract-${space}`,
    contractVersion: 1,
    serviceRef: 'web',
    customerRef: 'customer-1',
    title: `Storing ${number}`,
    priority: 'high',
    severity: 1,
    state: 'open',
    missing: [],
    reportedAt: START + number * 1000,
    updatedAt: START + number * 1000,
    timeline: [],
    facts: [],
    schedules: [],
    ...more,
  };
}

function event(id: string): JournalEvent {
  return { id, type: 'sla.incident.updated.v1', at: START, subject: 'incident/x', data: { id } };
}

function dueIn(incidentId: string, at: number): Incident['schedules'] {
  return [{ name: `${incidentId}.x`, at, question: { incidentId, clock: 'response', kind: 'deadline', at } }];
}

/** What every incident repository must do; run on each adapter. */
export function incidentRepositorySuite(
  name: string,
  open: () => Promise<{ readonly incidents: IncidentRepository; readonly journal: JournalReader }>,
): void {
  describe(`incident repository: ${name}`, () => {
    const space = Math.random().toString(36).slice(2, 8);
    let incidents: IncidentRepository;
    let journal: JournalReader;

    beforeAll(async () => {
      ({ incidents, journal } = await open());
    });

    it('gives back what was saved, and nothing for an unknown id', async () => {
      const first = incident(space, 1, { title: 'Storing "één" <b>', facts: [] });
      await incidents.save(first, [event('a')]);
      expect(await incidents.load(first.id)).toEqual(first);
      expect(await incidents.load(`inc-${space}-none`)).toBeUndefined();
    });

    it('journals in the same transaction, and nothing when the race was lost', async () => {
      const first = incident(space, 2);
      await incidents.save(first, [event('a'), event('b')]);
      await incidents.save({ ...first, version: 2 }, [event('c')]);
      await expect(incidents.save({ ...first, version: 2, title: 'other' }, [event('d')])).rejects.toThrow(
        ConflictError,
      );
      await expect(incidents.save(first, [event('e')])).rejects.toThrow(ConflictError);
      const { items } = await journal.entries(`incident/${first.id}`);
      expect(items.map(({ id, sequence }) => [id, sequence])).toEqual([
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ]);
      expect((await incidents.load(first.id))?.title).toBe(first.title);
    });

    it('lets exactly one of several writers win', async () => {
      const first = incident(space, 3);
      await incidents.save(first, []);
      const attempts = await Promise.allSettled(
        Array.from({ length: 8 }, (_, i) =>
          incidents.save({ ...first, version: 2, title: `writer ${i}` }, [event('x')]),
        ),
      );
      expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await journal.entries(`incident/${first.id}`)).items).toHaveLength(1);
    });

    it('lists a contract newest first, page by page, each incident once', async () => {
      const own = `${space}list`;
      for (let i = 1; i <= 25; i++) await incidents.save(incident(own, i), []);
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await incidents.list(
          { contractRef: `contract-${own}` },
          { limit: 7, ...(after === undefined ? {} : { after }) },
        );
        seen.push(...page.items.map(({ id }) => id));
        after = page.next;
      } while (after !== undefined);
      expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => incident(own, 25 - i).id));
    });

    it('lists by service and by state, also together', async () => {
      const own = `${space}kind`;
      const states: readonly IncidentState[] = ['open', 'resolved', 'paused'];
      for (let i = 1; i <= 12; i++) {
        const more = { serviceRef: i % 2 === 0 ? 'mail' : 'web', state: states[i % 3] as IncidentState };
        await incidents.save(incident(own, i, more), []);
      }
      const contractRef = `contract-${own}`;
      const numbers = async (filter: Parameters<IncidentRepository['list']>[0]) =>
        (await incidents.list(filter, { limit: 100 })).items.map(({ id }) => Number(id.slice(-4)));
      expect(await numbers({ contractRef, serviceRef: 'mail' })).toEqual([12, 10, 8, 6, 4, 2]);
      expect(await numbers({ contractRef, state: 'paused' })).toEqual([11, 8, 5, 2]);
      expect(await numbers({ contractRef, serviceRef: 'mail', state: 'paused' })).toEqual([8, 2]);
    });

    it('follows a change of state, across all contracts', async () => {
      const own = `${space}move`;
      const first = incident(own, 1);
      await incidents.save(first, []);
      await incidents.save({ ...first, version: 2, state: 'closed' }, []);
      const has = async (state: IncidentState) =>
        (await incidents.list({ state }, { limit: 1000 })).items.some(({ id }) => id === first.id);
      expect(await has('open')).toBe(false);
      expect(await has('closed')).toBe(true);
      expect((await incidents.list({}, { limit: 1000 })).items.filter(({ id }) => id === first.id)).toHaveLength(1);
    });

    it('finds what is due, longest overdue first, and no longer once it is not', async () => {
      const own = `${space}due`;
      // Long before anything else in the database.
      const long = 1_000_000_000_000;
      for (let i = 1; i <= 9; i++) {
        const one = incident(own, i);
        await incidents.save({ ...one, schedules: dueIn(one.id, long - i * 1000) }, []);
      }
      const mine = async (before: number) => {
        const found: string[] = [];
        let after: string | undefined;
        do {
          const page = await incidents.due(before, { limit: 4, ...(after === undefined ? {} : { after }) });
          found.push(...page.items.filter((id) => id.includes(own)));
          after = page.next;
        } while (after !== undefined);
        return found.map((id) => Number(id.slice(-4)));
      };
      expect(await mine(long - 3000)).toEqual([9, 8, 7, 6, 5, 4, 3]);
      expect(await mine(long - 3001)).toEqual([9, 8, 7, 6, 5, 4]);
      await incidents.save({ ...incident(own, 9), version: 2, schedules: [] }, []);
      expect(await mine(long - 3000)).toEqual([8, 7, 6, 5, 4, 3]);
      const listed = await incidents.list({ dueBefore: long - 8000 }, { limit: 10 });
      expect(listed.items.filter(({ id }) => id.includes(own))).toMatchObject([{ dueAt: long - 8000 }]);
    });

    it('refuses a limit out of range and a cursor of another listing', async () => {
      await expect(incidents.list({}, { limit: 0 })).rejects.toThrow(ValidationError);
      await expect(incidents.list({}, { limit: 1001 })).rejects.toThrow(ValidationError);
      await expect(incidents.list({}, { after: 'nonsense' })).rejects.toThrow(ValidationError);
    });
  });
}
