import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDeadline } from '../../../functions/check-deadline/check-deadline.ts';
import { keepSchedules } from '../../../functions/publish-journal/keep-schedules.ts';
import { tellPeople } from '../../../functions/publish-journal/tell-people.ts';
import { reportIncident } from '../../../functions/report-incident/report-incident.ts';
import { sweepDeadlines } from '../../../functions/sweep-deadlines/sweep-deadlines.ts';
import { updateIncident } from '../../../functions/update-incident/update-incident.ts';
import { MemoryDeadlineScheduler } from '../../../shared/adapters/memory/memory-deadline-scheduler.ts';
import { MemoryItemStore } from '../../../shared/adapters/memory/memory-item-store.ts';
import { MemoryNotificationPublisher } from '../../../shared/adapters/memory/memory-notification-publisher.ts';
import type { ItemStore, Write } from '../../../shared/adapters/store/item-store.ts';
import { StoredContractRepository } from '../../../shared/adapters/store/stored-contract-repository.ts';
import { StoredDowntimeRepository } from '../../../shared/adapters/store/stored-downtime-repository.ts';
import { StoredIncidentRepository } from '../../../shared/adapters/store/stored-incident-repository.ts';
import { PreconditionError } from '../../../shared/domain/errors.ts';
import type { Action, Command } from '../../../shared/domain/incident/action.ts';
import type { Incident } from '../../../shared/domain/incident/incident.ts';
import type { JournalEntry } from '../../../shared/domain/journal/journal.ts';
import type { IncidentDesk } from '../../../shared/ports/incident-desk.ts';
import { agreementWith, contractWith, t } from '../../shared/domain/incident/support-desk.ts';

const START = t('2026-05-18T09:00:00+02:00');
const MINUTE = 60_000;
/** Everything that was going to happen has happened by then: contracts escalate, and two working weeks have gone. */
const END = START + 20 * 24 * 60 * MINUTE;

class Crash extends Error {}

/** A store that dies before or after a write, as a list of numbers says; after a crash the process starts again. */
class CrashingStore implements ItemStore {
  readonly inner = new MemoryItemStore();
  crashes: number[] = [];

  get: ItemStore['get'] = (table, keys) => this.inner.get(table, keys);
  query: ItemStore['query'] = (query) => this.inner.query(query);

  async transact(writes: readonly Write[]): Promise<void> {
    const fate = this.crashes.shift() ?? 0;
    if (fate === 1) throw new Crash('before the write');
    await this.inner.transact(writes);
    if (fate === 2) throw new Crash('after the write');
  }
}

/** The whole way of a fact, on one machine: functions, store, journal, schedules and messages. */
class World {
  readonly store = new CrashingStore();
  readonly scheduler = new MemoryDeadlineScheduler();
  readonly outbox = new MemoryNotificationPublisher();
  now = START;
  readonly desk: IncidentDesk;
  private readonly read = new Map<string, number>();

  private constructor() {
    const clock = { now: () => this.now };
    this.desk = {
      clock,
      incidents: new StoredIncidentRepository(this.store, clock),
      contracts: new StoredContractRepository(this.store, clock),
      downtime: new StoredDowntimeRepository(this.store, clock),
    };
  }

  static async create(): Promise<World> {
    const world = new World();
    await world.desk.contracts.saveAgreement(agreementWith(), []);
    await world.desk.contracts.saveContract(contractWith({ escalateAfter: '45 minutes' }), []);
    return world;
  }

  /** Does something and, as a queue or an impatient person would, again and again while it crashes. */
  async insist<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
      }
    }
  }

  /** Reads the journal's stream from where it was left, or from some entries before, as a retried batch would. */
  async publish(again = 0): Promise<void> {
    for (const entry of this.journal()) {
      const done = this.read.get(entry.aggregate) ?? 0;
      if (entry.sequence <= done - again) continue;
      await tellPeople({ contracts: this.desk.contracts, notifications: this.outbox, publicUrl: undefined }, entry);
      await keepSchedules({ scheduler: this.scheduler, incidents: this.desk.incidents }, entry);
      this.read.set(entry.aggregate, Math.max(done, entry.sequence));
    }
  }

  journal(): readonly JournalEntry[] {
    return this.store.inner
      .items('journal')
      .filter((item) => item['body'] !== undefined)
      .map((item) => JSON.parse(String(item['body'])) as JournalEntry);
  }

  /** Lets the clock run to an instant; schedules fire on the way, unless they get lost. */
  async wait(until: number, isLost: () => boolean = () => false): Promise<void> {
    for (;;) {
      await this.publish();
      const next = this.scheduler.pending()[0];
      if (next === undefined || next.at > until) break;
      this.now = Math.max(this.now, next.at);
      for (const { question } of this.scheduler.take(this.now)) {
        if (!isLost()) await this.insist(() => checkDeadline(this.desk, question.incidentId));
      }
    }
    this.now = Math.max(this.now, until);
  }
}

interface Told {
  readonly breaches: readonly string[];
  readonly facts: readonly string[];
  readonly messages: readonly string[];
}

async function outcome(world: World, incidentId: string): Promise<Told> {
  const incident = (await world.desk.incidents.load(incidentId)) as Incident;
  return {
    breaches: incident.facts
      .filter(({ kind, withdrawnAt }) => kind === 'breached' && withdrawnAt === undefined)
      .map(({ clock, deadline }) => `${clock} ${deadline}`),
    facts: [...new Set(world.journal().map(({ id, type }) => (type.startsWith('sla.clock') ? id : '')))].sort(),
    messages: [
      ...new Set(world.outbox.sent.map(({ id }) => id).filter((id) => /breached|escalated|opened/.test(id))),
    ].sort(),
  };
}

const HAPPENINGS: readonly Action['type'][] = [
  'respond',
  'start-work',
  'pause',
  'resume',
  'reprioritise',
  'resolve',
  'reopen',
  'comment',
];

function actionOf(type: Action['type'], i: number): Action {
  if (type === 'reprioritise') return { type, priority: i % 2 === 0 ? 'normal' : 'high' };
  if (type === 'pause' || type === 'reopen') return { type, reason: `reason ${i}` };
  if (type === 'comment') return { type, text: `text ${i}` };
  return { type } as Action;
}

/** Commands at distinct instants, of which those that make sense in turn are kept. */
const story = fc
  .record({
    priority: fc.constantFrom('high', 'normal'),
    steps: fc.array(fc.record({ type: fc.constantFrom(...HAPPENINGS), after: fc.integer({ min: 1, max: 500 }) }), {
      maxLength: 8,
    }),
  })
  .map(({ priority, steps }) => {
    let at = START;
    const commands = steps.map(({ type, after }, i): Command => {
      at += after * MINUTE + 1;
      return { id: `c${i}`, at, action: actionOf(type, i) };
    });
    return { priority, commands };
  });

function report(world: World, priority: string): Promise<{ readonly incident: Incident; readonly isRepeat: boolean }> {
  const action = {
    type: 'report' as const,
    contractRef: 'demo-example',
    serviceRef: 'web',
    title: 'Website onbereikbaar',
    source: 'api' as const,
    priority,
  };
  return world.insist(() => reportIncident(world.desk, { id: 'r', at: START, type: 'incident', report: action }));
}

/** Every command at its own time, every schedule on time, nothing crashes. */
async function calm(priority: string, commands: readonly Command[]): Promise<{ told: Told; accepted: Command[] }> {
  const world = await World.create();
  const { incident } = await report(world, priority);
  const accepted: Command[] = [];
  for (const command of commands) {
    await world.wait(command.at as number);
    try {
      await updateIncident(world.desk, incident.id, command);
      accepted.push(command);
    } catch (error) {
      if (!(error instanceof PreconditionError)) throw error;
    }
  }
  await world.wait(END);
  return { told: await outcome(world, incident.id), accepted };
}

describe('the way of an incident under faults', () => {
  it('comes to the same breaches and messages with repeats, crashes, and schedules lost, late or fired twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        story,
        fc.array(fc.constantFrom(0, 0, 1, 2), { maxLength: 40 }),
        fc.infiniteStream(fc.boolean()),
        async ({ priority, commands }, crashes, coin) => {
          const { told, accepted } = await calm(priority, commands);
          const world = await World.create();
          world.store.crashes = [...crashes];
          const toss = () => coin.next().value === true;
          const { incident } = await report(world, priority);
          if (toss()) await report(world, priority);
          for (const command of accepted) {
            await world.wait(command.at as number, toss);
            await world.insist(() => updateIncident(world.desk, incident.id, command));
            if (toss()) await world.insist(() => checkDeadline(world.desk, incident.id));
            if (toss()) await world.insist(() => updateIncident(world.desk, incident.id, command));
            if (toss()) await world.publish(3);
            if (toss()) await world.insist(() => sweepDeadlines(world.desk));
          }
          await world.wait(END, toss);
          // A sweep that could not check an incident leaves it to the next one.
          while ((await sweepDeadlines(world.desk)).failed.length > 0);
          await world.publish(2);
          expect(await outcome(world, incident.id)).toEqual(told);
        },
      ),
      { numRuns: 2000 },
    );
  }, 120_000);

  it('comes to the same standing breaches whatever order the commands arrive in', async () => {
    await fc.assert(
      fc.asyncProperty(story, fc.infiniteStream(fc.nat({ max: 1000 })), async ({ priority, commands }, dice) => {
        // A change of priority that comes late does not undo a breach, so its order of arrival matters.
        const onTime = commands.filter(({ action }) => action.type !== 'reprioritise');
        const { told, accepted } = await calm(priority, onTime);
        const world = await World.create();
        const { incident } = await report(world, priority);
        const waiting = [...accepted];
        let refusals = 0;
        await world.wait(waiting.at(-1)?.at ?? START);
        while (waiting.length > 0 && refusals < 1000) {
          const [command] = waiting.splice((dice.next().value ?? 0) % waiting.length, 1) as [Command];
          await world.wait(world.now + ((dice.next().value ?? 0) % 600) * MINUTE);
          try {
            await updateIncident(world.desk, incident.id, command);
          } catch (error) {
            // Refused because what came before it has not arrived: it is delivered again later.
            if (!(error instanceof PreconditionError)) throw error;
            waiting.push(command);
            refusals++;
          }
        }
        expect(waiting).toEqual([]);
        await world.wait(Math.max(END, world.now + 14 * 24 * 60 * MINUTE));
        expect((await outcome(world, incident.id)).breaches).toEqual(told.breaches);
      }),
      { numRuns: 1000 },
    );
  }, 120_000);
});
