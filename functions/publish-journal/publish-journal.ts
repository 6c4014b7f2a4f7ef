import { type CloudEvent, cloudEvent, isPublic } from '../../shared/domain/journal/cloud-event.ts';
import type { JournalEntry } from '../../shared/domain/journal/journal.ts';
import type { DeadlineScheduler } from '../../shared/ports/deadline-scheduler.ts';
import type { EventPublisher } from '../../shared/ports/event-publisher.ts';
import { keepSchedules } from './keep-schedules.ts';
import { type People, tellPeople } from './tell-people.ts';

/** Everything outward that is made from the journal. */
export interface Outlets {
  readonly bus: EventPublisher;
  /** `source` of every CloudEvent: reverse domain name of this installation's tracker. */
  readonly source: string;
  readonly schedules: DeadlineScheduler;
  readonly people: People;
}

/** An entry that is to be tried again. */
export interface Unpublished {
  readonly entry: JournalEntry;
  readonly error: unknown;
}

/**
 * Carries entries outward: schedules to be set, events for the bus, messages to people. All of it may be repeated, ids and
 * names follow from the entries. One entry that fails does not hold up the others.
 * @returns the entries of which something did not go out, with the first reason
 */
export async function publishJournal(
  outlets: Outlets,
  entries: readonly JournalEntry[],
): Promise<readonly Unpublished[]> {
  const [onBus, ...others] = await Promise.all([
    publishEvents(outlets, entries),
    ...entries.map((entry) => attempt(entry, () => keepSchedules(outlets.schedules, entry))),
    ...entries.map((entry) => attempt(entry, () => tellPeople(outlets.people, entry))),
  ]);
  const failed = new Map<JournalEntry, unknown>();
  for (const { entry, error } of [...onBus, ...others.flat()]) if (!failed.has(entry)) failed.set(entry, error);
  return entries.filter((entry) => failed.has(entry)).map((entry) => ({ entry, error: failed.get(entry) }));
}

/** Types of the catalogue, in as few calls as the bus allows. */
async function publishEvents(
  { bus, source }: Pick<Outlets, 'bus' | 'source'>,
  entries: readonly JournalEntry[],
): Promise<readonly Unpublished[]> {
  const told = entries.filter(isPublic);
  if (told.length === 0) return [];
  const events = told.map((entry): CloudEvent => cloudEvent(entry, source));
  try {
    const failed = new Set(await bus.publish(events));
    const refused = (id: string) => new Error(`the bus did not take the event ${id}`);
    return told.filter(({ id }) => failed.has(id)).map((entry) => ({ entry, error: refused(entry.id) }));
  } catch (error) {
    return told.map((entry) => ({ entry, error }));
  }
}

async function attempt(entry: JournalEntry, act: () => Promise<void>): Promise<readonly Unpublished[]> {
  try {
    await act();
    return [];
  } catch (error) {
    return [{ entry, error }];
  }
}
