import type { Language } from '../contract/agreement.ts';
import type { IncidentState } from '../incident/incident.ts';
import type { ClockName } from '../incident/incident-events.ts';
import { INCIDENT_EVENTS } from '../incident/incident-journal.ts';
import type { IncidentTerms, PriorityTerms } from '../incident/terms.ts';
import type { JournalEntry } from '../journal/journal.ts';
import type { Json } from '../json.ts';
import type { Message } from './compose.ts';
import { type IncidentNews, newsWords } from './incident-words.ts';
import { isAt, listAt, numberAt, textAt } from './journal-data.ts';
import { localTime, shortLocalTime } from './local-time.ts';
import { contactsFor } from './routing.ts';
import { targetWords, WORDS } from './words.ts';

/** Commands that the incident's chat thread is told of. */
const TOLD_IN_CHAT: Readonly<Record<string, IncidentNews>> = {
  resolve: 'resolved',
  reopen: 'reopened',
  workaround: 'workaround',
  reprioritise: 'reprioritised',
};

/** An incident's journal entry in words; null when there is nothing to tell people. */
export function incidentMessage(
  entry: JournalEntry,
  terms: IncidentTerms,
  publicUrl: string | undefined,
): Message | null {
  const { data } = entry;
  const news = newsOf(entry);
  if (news === null) return null;
  const { contract, language, timeZone } = terms;
  const words = WORDS[language];
  const incidentId = textAt(data, ['incidentId']) ?? '';
  const serviceRef = textAt(data, ['serviceRef']) ?? '';
  const service = contract.services.find(({ ref }) => ref === serviceRef);
  const serviceName = service?.name ?? serviceRef;
  const priority = terms.priorities.get(textAt(data, ['priority']) ?? '');
  const title = textAt(data, ['title']) ?? '';
  const state = (textAt(data, ['state']) ?? 'open') as IncidentState;
  const clock = textAt(data, ['clock']) as ClockName | undefined;
  const deadline = numberAt(data, ['deadline']);
  const due = deadline === undefined ? '' : localTime(deadline, timeZone, language);
  const said = newsWords(language, news, { clock, due, service: serviceName, title });
  const line = contactsFor(terms, priority?.ref ?? null, entry.recordedAt);
  const level = numberAt(data, ['level']) ?? 0;
  const shortDue = deadline === undefined ? '' : ` ${shortLocalTime(deadline, timeZone, language)}`;
  return {
    language,
    headline: said.headline,
    lead: said.lead,
    rows: [
      [words.label.contract, `${contract.ref} (${contract.customer.legalName})`],
      [words.label.service, `${serviceName} (${serviceRef})`],
      [words.label.priority, priority?.name ?? words.noPriority],
      [words.label.reported, localTime(numberAt(data, ['reportedAt']) ?? entry.at, timeZone, language)],
      ...(clock === undefined
        ? promisedRows(data, priority, terms)
        : clockRows(clock, priority, due, said.isPast, terms)),
      ...(news === 'incomplete' ? [[words.label.missing, listAt(data, ['missing']).join(', ')] as const] : []),
      [words.label.state, words.state[state]],
    ],
    short: `${said.short}${shortDue} ${contract.ref}/${serviceRef} ${priority?.ref ?? ''} ${incidentId}: ${title}`,
    nextSteps: said.nextSteps,
    severity: String(numberAt(data, ['severity']) ?? 5),
    state: said.attribute ?? state,
    contractRef: contract.ref,
    customerRef: contract.customer.ref,
    serviceRef,
    threadId: incidentId,
    ...(publicUrl === undefined ? {} : { link: `${publicUrl}/incidents/${incidentId}` }),
    contacts: news === 'escalated' ? line.slice(level) : line,
    ...(said.isChatOnly ? { isChatOnly: true } : {}),
  };
}

function newsOf({ type, data }: JournalEntry): IncidentNews | null {
  switch (type) {
    case INCIDENT_EVENTS.opened:
      return textAt(data, ['state']) === 'incomplete' ? 'incomplete' : 'opened';
    case INCIDENT_EVENTS.atRisk:
      // The breach was found with it and says more.
      return isAt(data, ['superseded']) ? null : 'at-risk';
    case INCIDENT_EVENTS.breached:
      return 'breached';
    case INCIDENT_EVENTS.withdrawn:
      return 'withdrawn';
    case INCIDENT_EVENTS.escalated:
      return 'escalated';
    case INCIDENT_EVENTS.updated: {
      const action = textAt(data, ['entry', 'action', 'type']) ?? '';
      if (action === 'complete-report' && textAt(data, ['state']) === 'open') return 'completed';
      return TOLD_IN_CHAT[action] ?? null;
    }
    default:
      return null;
  }
}

function promise(clock: ClockName, priority: PriorityTerms | undefined, language: Language): string | null {
  const promised = priority?.promises[clock];
  if (promised === undefined) return null;
  const { clock: names, kind, clause } = WORDS[language];
  const target = targetWords(promised.text, language);
  const within = promised.text === 'by agreement' ? target : `${language === 'nl' ? 'binnen' : 'within'} ${target}`;
  return `${names[clock]} ${within} (${kind[promised.kind]}, ${clause} ${promised.clause})`;
}

function clockRows(
  clock: ClockName,
  priority: PriorityTerms | undefined,
  due: string,
  isPast: boolean,
  { language, timeZone }: IncidentTerms,
): Message['rows'] {
  const { label } = WORDS[language];
  const promised = promise(clock, priority, language);
  return [
    ...(promised === null ? [] : [[label.promised, promised] as const]),
    [isPast ? label.wasDue : label.due, `${due} (${timeZone})`],
  ];
}

/** Both clocks with their deadlines, as far as there are any. */
function promisedRows(
  data: Json,
  priority: PriorityTerms | undefined,
  { language, timeZone }: IncidentTerms,
): Message['rows'] {
  const { label, noDeadline } = WORDS[language];
  return (['response', 'resolution'] as const).flatMap((clock) => {
    const promised = promise(clock, priority, language);
    if (promised === null) return [];
    const deadline = numberAt(data, ['clocks', clock, 'deadline']);
    const state = textAt(data, ['clocks', clock, 'state']);
    const due = deadline === undefined ? noDeadline : `${localTime(deadline, timeZone, language)} (${timeZone})`;
    const isWaiting = deadline === undefined && priority?.targets[clock]?.target !== 'by-agreement';
    return [
      [label.promised, promised] as const,
      ...(state === 'stopped' || isWaiting ? [] : [[label.due, due] as const]),
    ];
  });
}
