import type { Schedule } from '../../shared/domain/incident/incident.ts';
import { INCIDENT_EVENTS, schedulesOf } from '../../shared/domain/incident/incident-journal.ts';
import { scheduleName } from '../../shared/domain/incident/schedules.ts';
import type { JournalEntry } from '../../shared/domain/journal/journal.ts';
import { numberAt, textAt } from '../../shared/domain/notification/journal-data.ts';
import type { DeadlineScheduler } from '../../shared/ports/deadline-scheduler.ts';
import type { IncidentRepository } from '../../shared/ports/incident-repository.ts';

export interface Schedules {
  readonly scheduler: DeadlineScheduler;
  readonly incidents: IncidentRepository;
}

/** Where an entry that can move resolution deadlines says for when. */
const EXCLUDING: Readonly<Record<string, string>> = {
  'sla.exclusion.decided.v1': 'exclusion',
  'sla.maintenance.announced.v1': 'announcement',
};

/** Sets and cancels the schedules an entry asks for. All of it may be repeated; a question put once too often does no harm. */
export async function keepSchedules({ scheduler, incidents }: Schedules, entry: JournalEntry): Promise<void> {
  if (entry.type === INCIDENT_EVENTS.schedules) {
    const { set, cancel } = schedulesOf(entry.data);
    await Promise.all([
      ...set.map((schedule) => scheduler.set(schedule)),
      ...cancel.map((name) => scheduler.cancel(name)),
    ]);
    return;
  }
  const record = EXCLUDING[entry.type];
  if (record === undefined) return;
  for await (const incidentId of touchedIncidents(incidents, entry, record)) {
    await scheduler.set(askAtOnce(incidentId, entry.recordedAt));
  }
}

/** Incidents of the service that were open while the excluded time ran: their deadlines, and breaches, may be others now. */
async function* touchedIncidents(
  incidents: IncidentRepository,
  { data }: JournalEntry,
  record: string,
): AsyncGenerator<string> {
  const contractRef = textAt(data, ['contractRef']);
  const serviceRef = textAt(data, ['serviceRef']);
  const [start, end] = [numberAt(data, [record, 'start']), numberAt(data, [record, 'end'])];
  if (contractRef === undefined || serviceRef === undefined || start === undefined || end === undefined) return;
  let after: string | undefined;
  do {
    const page = await incidents.list({ contractRef, serviceRef }, after === undefined ? {} : { after });
    for (const { id, state, reportedAt, updatedAt } of page.items) {
      if (reportedAt < end && (state !== 'closed' || updatedAt >= start)) yield id;
    }
    after = page.next;
  } while (after !== undefined);
}

function askAtOnce(incidentId: string, at: number): Schedule {
  const question = { incidentId, clock: 'resolution', kind: 'exclusion', at } as const;
  return { name: scheduleName(question), at, question };
}
