import { checkIncident } from '../../shared/domain/incident/decide.ts';
import { decideOn, type IncidentDesk } from '../../shared/ports/incident-desk.ts';

export interface Sweep {
  readonly checked: number;
  /** Incidents for which a warning, a breach or an escalation was found that no schedule had brought. */
  readonly found: number;
  /** Could not be checked; the next sweep comes to them again. */
  readonly failed: readonly { readonly incidentId: string; readonly reason: string }[];
}

const AT_ONCE = 8;
/** Most incidents of one sweep; the rest stay due and are the next one's. */
const MOST = 10_000;

/** Looks at every incident that was to be looked at and was not: a lost schedule costs at most the time to the next sweep. */
export async function sweepDeadlines(desk: IncidentDesk): Promise<Sweep> {
  const before = desk.clock.now();
  const failed: { incidentId: string; reason: string }[] = [];
  let [checked, found] = [0, 0];
  const check = async (incidentId: string) => {
    checked++;
    try {
      const { events } = await decideOn(desk, incidentId, checkIncident);
      if (events.length > 0) found++;
    } catch (error) {
      failed.push({ incidentId, reason: error instanceof Error ? error.message : String(error) });
    }
  };
  let after: string | undefined;
  do {
    const page = await desk.incidents.due(before, { limit: 100, ...(after === undefined ? {} : { after }) });
    for (let i = 0; i < page.items.length; i += AT_ONCE) await Promise.all(page.items.slice(i, i + AT_ONCE).map(check));
    after = page.next;
  } while (after !== undefined && checked < MOST);
  return { checked, found, failed };
}
