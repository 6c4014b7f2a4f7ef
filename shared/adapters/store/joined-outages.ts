import type { Outage } from '../../domain/downtime/records.ts';
import { type Interval, union } from '../../domain/interval/interval.ts';

/**
 * The outages that meet a window, with every outage joined to one of them by touching or overlapping.
 * @returns the outages, and the stretch from the earlier of their start and the window's to the later end
 */
export function joinedTo(
  window: Interval,
  outages: readonly Outage[],
): Interval & { readonly outages: readonly Outage[] } {
  const pieces = union(outages.map(closed)).filter(({ start, end }) => start < window.end && end > window.start);
  const start = Math.min(window.start, ...pieces.slice(0, 1).map((piece) => piece.start));
  const end = Math.max(window.end, ...pieces.slice(-1).map((piece) => piece.end));
  let at = 0;
  const sorted = outages.map((outage) => ({ outage, ...closed(outage) })).sort((a, b) => a.start - b.start);
  const joined = sorted.filter((candidate) => {
    while (at < pieces.length && (pieces[at] as Interval).end < candidate.start) at++;
    const piece = pieces[at];
    return (
      piece !== undefined &&
      candidate.start < candidate.end &&
      candidate.start >= piece.start &&
      candidate.end <= piece.end
    );
  });
  return { start, end, outages: joined.map(({ outage }) => outage) };
}

/** A reported outage may count from its report, so the earlier of both begins the stretch. */
function closed({ start, end, reportedAt }: Outage): Interval {
  const from = Math.min(start, reportedAt ?? start);
  return { start: from, end: Math.max(end ?? Number.MAX_SAFE_INTEGER, from) };
}
