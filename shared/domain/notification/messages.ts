import { INCIDENT_EVENTS } from '../incident/incident-journal.ts';
import type { IncidentTerms } from '../incident/terms.ts';
import type { JournalEntry } from '../journal/journal.ts';
import { compose } from './compose.ts';
import { incidentMessage } from './incident-message.ts';
import { numberAt, textAt } from './journal-data.ts';
import { isMonthType, monthMessage } from './month-message.ts';
import type { Notification } from './notification.ts';

const INCIDENT_TYPES: ReadonlySet<string> = new Set(Object.values(INCIDENT_EVENTS));

/** The contract version whose words, people and hours an entry's messages need; null when nobody is to be told. */
export function contractOf({ type, data }: JournalEntry): { readonly ref: string; readonly version: number } | null {
  if (type === INCIDENT_EVENTS.schedules || !(INCIDENT_TYPES.has(type) || isMonthType(type))) return null;
  const ref = textAt(data, ['contractRef']) ?? textAt(data, ['contract', 'ref']);
  const version = numberAt(data, ['contractVersion']) ?? numberAt(data, ['contract', 'version']);
  return ref === undefined || version === undefined ? null : { ref, version };
}

/**
 * The messages a journal entry calls for, one for each channel. The same entry gives the same messages.
 * @param terms of the contract version named by `contractOf`
 * @param publicUrl where people can look, without a slash at its end; absent: no link
 */
export function notificationsOf(
  entry: JournalEntry,
  terms: IncidentTerms,
  publicUrl: string | undefined,
): readonly Notification[] {
  if (isMonthType(entry.type)) return compose(entry, monthMessage(entry, terms, publicUrl));
  if (!INCIDENT_TYPES.has(entry.type)) return [];
  const message = incidentMessage(entry, terms, publicUrl);
  return message === null ? [] : compose(entry, message);
}
