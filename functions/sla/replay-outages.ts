import type { Outage } from '../../shared/domain/downtime/records.ts';
import { ValidationError } from '../../shared/domain/errors.ts';
import type { Interval } from '../../shared/domain/interval/interval.ts';
import { type Condition, readOutageFile } from '../../shared/schemas/outage-file.ts';
import { type ArrangedOutages, createOutageStore } from './outage-store.ts';

/** What is said of every row of a file of incidents. */
export interface ReplayedFile {
  readonly where: readonly Condition[];
  readonly scope: Outage['scope'];
  readonly environment: string;
}

/**
 * Reads a whole file of incidents, row by row, before anything is computed: one bad row and there is no figure at all.
 * @throws ValidationError naming line, column, value and what was allowed
 */
export async function readOutages(
  chunks: AsyncIterable<Uint8Array>,
  { where, scope, environment }: ReplayedFile,
): Promise<ArrangedOutages> {
  const store = createOutageStore({ source: 'import', scope, environment });
  let rows = 0;
  for await (const row of readOutageFile(chunks, { where, scope, environment })) {
    rows += 1;
    if ('skipped' in row || store.add(row.outage)) continue;
    const id = row.outage.id.replace(/^import:/, '');
    throw new ValidationError(`row ${rows}: the incident_id "${id}" stands in the file twice`, {
      path: [rows + 1, 'incident_id'],
    });
  }
  return store.arranged();
}

/** Beyond this many outages around a period, only those are kept that hold the stretch together. */
const MOST_AROUND = 5_000;

/**
 * The outages that meet a period, and all that join one of those by touching or overlapping; with them the stretch of
 * time they take. A stretch of very many outages that reaches far beyond the period is carried by the fewest outside it
 * that cover the same time, so no figure changes.
 */
export function outagesAround(
  arranged: ArrangedOutages,
  period: Interval,
): Interval & { readonly outages: readonly Outage[] } {
  const { first, after, start, end } = arranged.meeting(period);
  const meets = (position: number) => arranged.start(position) < period.end && arranged.end(position) > period.start;
  let around = 0;
  for (let position = first; position < after; position++) if (!meets(position)) around += 1;
  const carrying = around > MOST_AROUND ? cover(arranged, first, after) : undefined;
  const outages: Outage[] = [];
  for (let position = first; position < after; position++) {
    if (carrying === undefined || carrying.has(position) || meets(position)) outages.push(arranged.outage(position));
  }
  return { start: Math.min(period.start, start), end: Math.max(period.end, end), outages };
}

/** The fewest outages that cover the same time: from where one ends, always on to the one that reaches furthest. */
function cover(arranged: ArrangedOutages, first: number, after: number): ReadonlySet<number> {
  const chosen = new Set<number>();
  let covered = Number.NEGATIVE_INFINITY;
  let furthest = first;
  for (let position = first; position < after; position++) {
    if (arranged.start(position) > covered) {
      chosen.add(furthest);
      covered = arranged.end(furthest);
      // What comes after a gap begins anew.
      if (arranged.start(position) > covered) furthest = position;
    }
    if (arranged.end(position) > arranged.end(furthest)) furthest = position;
  }
  return chosen.add(furthest);
}
