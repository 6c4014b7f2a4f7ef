import { dueAt, INCIDENT_STATES, type Incident, type IncidentState } from '../../domain/incident/incident.ts';
import type { IncidentFilter } from '../../ports/incident-repository.ts';
import type { Key } from './item-store.ts';

/** Open incidents and what is due would otherwise all be written to one partition of their index. */
const SHARDS = 4;

export function incidentKey(incidentId: string): Key {
  return { pk: `INCIDENT#${incidentId}`, sk: 'INCIDENT' };
}

/** Attributes of the indexes. Sort keys end in the id, so they are unique and can serve as a place to go on from. */
export function indexKeys(incident: Incident): Readonly<Record<string, string>> {
  const { id, contractRef, serviceRef, state, reportedAt } = incident;
  const due = dueAt(incident);
  const shard = shardOf(id);
  return {
    contractKey: `CONTRACT#${contractRef}`,
    serviceKey: `CONTRACT#${contractRef}#SERVICE#${serviceRef}`,
    stateKey: `STATE#${state}#${shard}`,
    reportedKey: sortKey(reportedAt, id),
    ...(due === null ? {} : { dueShard: `DUE#${shard}`, dueKey: sortKey(due, id) }),
  };
}

function sortKey(at: number, id: string): string {
  return `${String(at).padStart(15, '0')}#${id}`;
}

/** Everything up to and including an instant sorts before this. */
export function upTo(at: number): string {
  return `${String(at).padStart(15, '0')}#~`;
}

function shardOf(id: string): number {
  let sum = 0;
  for (const sign of id) sum += sign.codePointAt(0) ?? 0;
  return sum % SHARDS;
}

/** The partitions of an index that together hold what a listing asks for. */
export interface Source {
  readonly index: 'byContract' | 'byService' | 'byState' | 'byDue';
  readonly sortKey: 'reportedKey' | 'dueKey';
  readonly partitions: readonly string[];
  readonly descending: boolean;
  readonly to?: string;
}

const shards = Array.from({ length: SHARDS }, (_, shard) => shard);

export function dueSource(before: number): Source {
  const partitions = shards.map((shard) => `DUE#${shard}`);
  return { index: 'byDue', sortKey: 'dueKey', partitions, descending: false, to: upTo(before) };
}

/** The narrowest index for a filter; what it does not cover is looked at item by item. */
export function sourceOf({ contractRef, serviceRef, state, dueBefore }: IncidentFilter): Source {
  if (dueBefore !== undefined) return dueSource(dueBefore);
  const byReport = { sortKey: 'reportedKey', descending: true } as const;
  if (contractRef !== undefined && serviceRef !== undefined) {
    return { ...byReport, index: 'byService', partitions: [`CONTRACT#${contractRef}#SERVICE#${serviceRef}`] };
  }
  if (contractRef !== undefined) return { ...byReport, index: 'byContract', partitions: [`CONTRACT#${contractRef}`] };
  const states: readonly IncidentState[] = state === undefined ? INCIDENT_STATES : [state];
  const partitions = states.flatMap((each) => shards.map((shard) => `STATE#${each}#${shard}`));
  return { ...byReport, index: 'byState', partitions };
}
