import { type CloudEvent, cloudEvent, isPublic } from '../../shared/domain/journal/cloud-event.ts';
import type { JournalEntry } from '../../shared/domain/journal/journal.ts';
import type { EventPublisher } from '../../shared/ports/event-publisher.ts';
import { keepSchedules, type Schedules } from './keep-schedules.ts';
import { type People, tellPeople } from './tell-people.ts';

/** Everything outward that is made from the journal. */
export interface Outlets extends Schedules, People {
  readonly bus: EventPublisher;
  /** `source` of every CloudEvent: reverse domain name of this installation's tracker. */
  readonly source: string;
}

/** An entry that is to be tried again. */
export interface Unpublished {
  readonly entry: JournalEntry;
  readonly error: unknown;
}

/**
 * Carries entries outward: schedules to be set, events for the bus, messages to people. All of it may be repeated, ids and
 * names follow from the entries. One entry that fails does not hold up the others.
 * @returns the entries of which something did not go out, with a reason
 */
export async function publishJournal(
  outlets: Outlets,
  entries: readonly JournalEntry[],
): Promise<readonly Unpublished[]> {
  const chains = Map.groupBy(entries, ({ aggregate }) => aggregate);
  const unpublished = await Promise.all([
    publishEvents(outlets, entries),
    // One after the other within a chain: a schedule cancelled and set again must not end up cancelled.
    ...[...chains.values()].map((chain) => inTurn(chain, (entry) => keepSchedules(outlets, entry))),
    ...[...chains.values()].map((chain) => inTurn(chain, (entry) => tellPeople(outlets, entry))),
  ]);
  const failed = new Map(unpublished.flat().map((one) => [one.entry, one]));
  return entries.flatMap((entry) => failed.get(entry) ?? []);
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

async function inTurn(
  chain: readonly JournalEntry[],
  act: (entry: JournalEntry) => Promise<void>,
): Promise<readonly Unpublished[]> {
  const failed: Unpublished[] = [];
  for (const entry of chain) {
    try {
      await act(entry);
    } catch (error) {
      failed.push({ entry, error });
    }
  }
  return failed;
}
