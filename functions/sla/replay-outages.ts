import type { Outage } from '../../shared/domain/downtime/records.ts';
import { ValidationError } from '../../shared/domain/errors.ts';
import type { Interval } from '../../shared/domain/interval/interval.ts';
import { type Condition, readOutageFile } from '../../shared/schemas/outage-file.ts';
import { type ArrangedOutages, createOutageStore, type Stretch } from './outage-store.ts';

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
  const met = arranged.stretches.filter(({ start, end }) => start < period.end && end > period.start);
  const meets = (position: number) => arranged.start(position) < period.end && arranged.end(position) > period.start;
  let positions = met.flatMap(positionsOf);
  const inside = positions.reduce((count, position) => count + (meets(position) ? 1 : 0), 0);
  if (positions.length - inside > MOST_AROUND) {
    const carrying = new Set(met.flatMap((stretch) => cover(arranged, stretch)));
    positions = positions.filter((position) => meets(position) || carrying.has(position));
  }
  return {
    start: Math.min(period.start, met[0]?.start ?? period.start),
    end: Math.max(period.end, met.at(-1)?.end ?? period.end),
    outages: positions.map(arranged.outage),
  };
}

function positionsOf({ first, after }: Stretch): readonly number[] {
  return Array.from({ length: after - first }, (_, i) => first + i);
}

/** The fewest outages that cover a stretch: from where one ends, always on to the one that reaches furthest. */
function cover(arranged: ArrangedOutages, { first, after, end }: Stretch): readonly number[] {
  const chosen: number[] = [];
  let covered = arranged.start(first);
  let position = first;
  while (covered < end) {
    let furthest = position;
    let reach = Number.NEGATIVE_INFINITY;
    for (; position < after && arranged.start(position) <= covered; position++) {
      if (arranged.end(position) <= reach) continue;
      reach = arranged.end(position);
      furthest = position;
    }
    chosen.push(furthest);
    covered = reach;
  }
  return chosen;
}
