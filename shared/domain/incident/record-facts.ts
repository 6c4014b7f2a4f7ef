import type { JournalEvent } from '../journal/journal.ts';
import type { TimelineEntry } from './action.ts';
import { type ClockFact, factKey, type Incident, type RecordedFact } from './incident.ts';
import { factEvent, withdrawnEvent } from './incident-journal.ts';

/**
 * Sets what the clocks did beside what is on record. New facts are recorded once. A recorded breach that the timeline no
 * longer bears out is withdrawn, unless it was a change of priority that took the ground from under it: a breach stays
 * recorded through those. A warning that was given stays given.
 * @param incident with the version it will be saved under
 * @param entry what has just happened; null when the clocks were only looked at
 */
export function recordFacts(
  incident: Incident,
  found: readonly ClockFact[],
  entry: TimelineEntry | null,
  now: number,
): { readonly facts: readonly RecordedFact[]; readonly events: readonly JournalEvent[] } {
  const events: JournalEvent[] = [];
  const byKey = new Map(incident.facts.map((fact) => [factKey(fact), fact]));
  const foundKeys = new Set(found.map(factKey));
  for (const [key, fact] of byKey) {
    if (fact.kind !== 'breached' || foundKeys.has(key) || fact.withdrawnAt !== undefined) continue;
    if (entry?.action.type === 'reprioritise') byKey.set(key, { ...fact, isRetained: true });
    else if (fact.isRetained !== true || provesMet(entry, fact)) {
      byKey.set(key, { ...fact, withdrawnAt: now });
      events.push(withdrawnEvent(incident, fact, now, entry?.action.type ?? 'exclusion'));
    }
  }
  const isNew = (fact: ClockFact) => {
    const known = byKey.get(factKey(fact));
    return known === undefined || known.withdrawnAt !== undefined;
  };
  const fresh = found.filter(isNew);
  const isBreachedNow = new Set(fresh.flatMap(({ kind, clock }) => (kind === 'breached' ? [clock] : [])));
  for (const fact of fresh) {
    const key = factKey(fact);
    const recorded: RecordedFact = { ...fact, recordedAt: now, times: (byKey.get(key)?.times ?? 0) + 1 };
    byKey.set(key, recorded);
    events.push(factEvent(incident, recorded, fact.kind === 'at-risk' && isBreachedNow.has(fact.clock)));
  }
  const facts = [...byKey.values()].sort((x, y) => x.at - y.at || (factKey(x) < factKey(y) ? -1 : 1));
  return { facts, events };
}

/** Something that came late and may have stopped the clock in time. */
function provesMet(entry: TimelineEntry | null, fact: RecordedFact): boolean {
  if (entry === null || entry.at > fact.deadline) return false;
  switch (entry.action.type) {
    case 'resolve':
      return true;
    case 'workaround':
      return fact.clock === 'resolution';
    case 'respond':
    case 'start-work':
      return fact.clock === 'response' && entry.action.automatic !== true;
    default:
      return false;
  }
}
