import type { JournalEvent } from '../journal/journal.ts';
import type { Json } from '../json.ts';
import type { Announcement, Exclusion, Outage, ServiceKey } from './records.ts';

/**
 * What the journal says of a recorded outage: always the record itself, and to the world that one started or ended.
 * An imported history is old news and stays inside.
 * @param before the record it replaces
 * @param at when it was recorded, UTC epoch ms
 */
export function outageEvents(
  service: ServiceKey,
  before: Outage | undefined,
  outage: Outage,
  at: number,
): readonly JournalEvent[] {
  const subject = subjectOf(service);
  const base = `${service.contractRef}~${service.serviceRef}~${outage.id}`;
  const data = { ...service, outage: asJson(outage), ...(before !== undefined && { before: asJson(before) }) };
  const recorded: JournalEvent = {
    // A correction is told from another one of the same outage by when it was made.
    id: `outage-recorded~${base}${before === undefined ? '' : `~${at}`}`,
    type: 'sla.outage.recorded.v1',
    at,
    subject,
    data,
  };
  if (outage.source === 'import') return [recorded];
  const started = before === undefined;
  const ended = outage.end !== undefined && before?.end !== outage.end;
  return [
    recorded,
    ...(started ? [publicEvent('sla.outage.started.v1', 'outage-started', base, outage.start, service, outage)] : []),
    ...(ended && outage.end !== undefined
      ? [publicEvent('sla.outage.ended.v1', 'outage-ended', `${base}~${outage.end}`, outage.end, service, outage)]
      : []),
  ];
}

export function announcementEvent(service: ServiceKey, announcement: Announcement, at: number): JournalEvent {
  return {
    id: `maintenance-announced~${service.contractRef}~${service.serviceRef}~${announcement.id}`,
    type: 'sla.maintenance.announced.v1',
    at,
    subject: subjectOf(service),
    data: { ...service, announcement: asJson(announcement) },
  };
}

export function exclusionEvent(service: ServiceKey, exclusion: Exclusion): JournalEvent {
  return {
    id: `exclusion-decided~${service.contractRef}~${service.serviceRef}~${exclusion.id}`,
    type: 'sla.exclusion.decided.v1',
    at: exclusion.decidedAt,
    subject: subjectOf(service),
    data: { ...service, exclusion: asJson(exclusion) },
  };
}

function publicEvent(
  type: string,
  kind: string,
  key: string,
  at: number,
  service: ServiceKey,
  outage: Outage,
): JournalEvent {
  const { id: outageId, start, end, scope, environment, source } = outage;
  const data = { ...service, outageId, start, ...(end !== undefined && { end }), scope, environment, source };
  return { id: `${kind}~${key}`, type, at, subject: subjectOf(service), data };
}

function subjectOf({ contractRef, serviceRef }: ServiceKey): string {
  return `contract/${contractRef}/${serviceRef}`;
}

function asJson(record: object): Json {
  return record as unknown as Json;
}
