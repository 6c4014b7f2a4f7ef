import { Temporal } from 'temporal-polyfill';
import type { Json } from '../json.ts';
import type { JournalEntry } from './journal.ts';

/** CloudEvents 1.0 in structured JSON. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  /** Reverse domain name of this installation's tracker. */
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly dataschema?: string;
  /** Aggregate and place in its chain: consumers can order and spot gaps. */
  readonly partitionkey: string;
  readonly sequence: string;
  readonly data: Json;
}

/** Types that leave the journal for the bus. */
export function isPublic(entry: Pick<JournalEntry, 'type'>): boolean {
  return PUBLIC_TYPES.has(entry.type);
}

export const PUBLIC_EVENT_TYPES = [
  'sla.incident.opened.v1',
  'sla.clock.at-risk.v1',
  'sla.clock.breached.v1',
  'sla.clock.breach-withdrawn.v1',
  'sla.outage.started.v1',
  'sla.outage.ended.v1',
  'sla.budget.at-risk.v1',
  'sla.credit-tier.reached.v1',
  'sla.period.closed.v1',
  'sla.period.needs-review.v1',
  'sla.service-credit.issued.v1',
  'sla.credit-run.completed.v1',
] as const;

export type PublicEventType = (typeof PUBLIC_EVENT_TYPES)[number];

const PUBLIC_TYPES: ReadonlySet<string> = new Set(PUBLIC_EVENT_TYPES);

/** The entry as consumers see it. The id is the journal's, so that a repeat is recognised. */
export function cloudEvent(entry: JournalEntry, source: string): CloudEvent {
  return {
    specversion: '1.0',
    id: entry.id,
    source,
    type: entry.type,
    subject: entry.subject,
    time: isoInstant(entry.at),
    datacontenttype: 'application/json',
    partitionkey: entry.aggregate,
    sequence: String(entry.sequence).padStart(12, '0'),
    data: entry.data,
  };
}

function isoInstant(ms: number): string {
  return Temporal.Instant.fromEpochMilliseconds(ms).toString();
}
