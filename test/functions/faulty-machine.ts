import { MemoryEventPublisher, MemoryWorkQueue } from '../../shared/adapters/memory/memory-bus.ts';
import { MemoryDeadlineScheduler } from '../../shared/adapters/memory/memory-deadline-scheduler.ts';
import { MemoryItemStore } from '../../shared/adapters/memory/memory-item-store.ts';
import { MemoryNotificationPublisher } from '../../shared/adapters/memory/memory-notification-publisher.ts';
import type { ItemStore } from '../../shared/adapters/store/item-store.ts';
import { StoredContractRepository } from '../../shared/adapters/store/stored-contract-repository.ts';
import { StoredDowntimeRepository } from '../../shared/adapters/store/stored-downtime-repository.ts';
import { StoredIncidentRepository } from '../../shared/adapters/store/stored-incident-repository.ts';
import { StoredJournalReader } from '../../shared/adapters/store/stored-journal-reader.ts';
import { StoredLedgerRepository } from '../../shared/adapters/store/stored-ledger-repository.ts';
import type { CloseTask } from '../../shared/domain/ledger/close-task.ts';
import type { DeadlineScheduler } from '../../shared/ports/deadline-scheduler.ts';
import type { EventPublisher } from '../../shared/ports/event-publisher.ts';
import type { IncidentDesk } from '../../shared/ports/incident-desk.ts';
import type { NotificationPublisher } from '../../shared/ports/notification-publisher.ts';
import type { WorkQueue } from '../../shared/ports/work-queue.ts';
import { TABLES } from '../../shared/resources/tables.ts';

/** Refused before anything was done; done, but the answer was lost; of several, only every other one done. */
export type Fault = 'throttled' | 'timed out' | 'half';
export const FAULTS: readonly Fault[] = ['throttled', 'timed out', 'half'];

const START = Date.UTC(2026, 3, 10, 8);

/** Everything the handlers call, in memory, with one call that goes wrong where it is asked to. */
class FaultyMachine {
  now = START;
  store = new MemoryItemStore();
  bus = new MemoryEventPublisher();
  queue = new MemoryWorkQueue<CloseTask>();
  notifications = new MemoryNotificationPublisher();
  scheduler = new MemoryDeadlineScheduler();
  struck = false;
  #calls = 0;
  #plan: { readonly call: number; readonly fault: Fault } | undefined;

  /** Nothing has happened yet. */
  reset(): void {
    this.now = START;
    this.store = new MemoryItemStore();
    this.bus = new MemoryEventPublisher();
    this.queue = new MemoryWorkQueue<CloseTask>();
    this.notifications = new MemoryNotificationPublisher();
    this.scheduler = new MemoryDeadlineScheduler();
    this.expect(undefined);
  }

  /** @param plan which of the calls from now on goes wrong, and how */
  expect(plan: { readonly call: number; readonly fault: Fault } | undefined): void {
    this.#plan = plan;
    this.#calls = 0;
    this.struck = false;
  }

  async call<T>(act: () => Promise<T>): Promise<T> {
    const fault = this.#strikes();
    if (fault === 'throttled') throw new Error(fault);
    const answer = await act();
    if (fault !== undefined) throw new Error('timed out');
    return answer;
  }

  /** Of a call with several messages. @returns ids that were not taken */
  async calls<T extends { readonly id: string }>(
    messages: readonly T[],
    send: (taken: readonly T[]) => Promise<readonly string[]>,
  ): Promise<readonly string[]> {
    const fault = this.#strikes();
    if (fault === 'throttled') throw new Error(fault);
    if (fault === 'half') {
      await send(messages.filter((_, i) => i % 2 === 1));
      return messages.filter((_, i) => i % 2 === 0).map(({ id }) => id);
    }
    const failed = await send(messages);
    if (fault !== undefined) throw new Error(fault);
    return failed;
  }

  /** What is left of it all. Deliveries that repeat themselves count once: consumers know them by their ids. */
  endState() {
    const once = (ids: readonly string[]) => [...new Set(ids)].sort();
    return {
      tables: TABLES.map(({ name }) => [name, once(this.store.items(name).map((item) => JSON.stringify(item)))]),
      events: once(this.bus.published.map((event) => JSON.stringify(event))),
      tasks: once(this.queue.messages.map((task) => JSON.stringify(task))),
      messages: once(this.notifications.sent.map((message) => JSON.stringify(message))),
      schedules: this.scheduler.pending(),
    };
  }

  #strikes(): Fault | undefined {
    if (++this.#calls !== this.#plan?.call) return undefined;
    this.struck = true;
    return this.#plan.fault;
  }
}

export const machine = new FaultyMachine();

const clock = { now: () => machine.now };
const store: ItemStore = {
  get: (...query) => machine.call(() => machine.store.get(...query)),
  query: (query) => machine.call(() => machine.store.query(query)),
  transact: (writes) => machine.call(() => machine.store.transact(writes)),
};
const bus: EventPublisher = {
  publish: (events) => machine.calls(events, (taken) => machine.bus.publish(taken)),
};
const notifications: NotificationPublisher = {
  send: (messages) => machine.calls(messages, (taken) => machine.notifications.send(taken)),
};
const queue: WorkQueue<CloseTask> = {
  send: (tasks) => machine.call(() => machine.queue.send(tasks)),
};
const scheduler: DeadlineScheduler = {
  set: (schedule) => machine.call(() => machine.scheduler.set(schedule)),
  cancel: (name) => machine.call(() => machine.scheduler.cancel(name)),
};

const downtime = new StoredDowntimeRepository(store, clock);
const ledger = new StoredLedgerRepository(store, clock);
const journal = new StoredJournalReader(store);
const incidents = new StoredIncidentRepository(store, clock);
let contracts = new StoredContractRepository(store, clock);

/** Forgets what a running process keeps, as a new one would. */
export function restartProcess(): void {
  contracts = new StoredContractRepository(store, clock);
}

/** In the place of the modules that connect handlers to AWS. */
export const repositories = {
  contracts: () => contracts,
  downtime: () => downtime,
  ledger: () => ledger,
  journal: () => journal,
  incidents: () => incidents,
};
export const desk = { incidentDesk: (): IncidentDesk => ({ contracts, downtime, incidents, clock }) };
export const outlets = {
  eventBus: () => bus,
  eventSource: () => 'nl.example.sla',
  deadlineScheduler: () => scheduler,
  notificationPublisher: () => notifications,
  publicUrl: () => undefined,
};
export const closing = { closeQueue: () => queue };
export const clocks = { systemClock: clock };
