import { createHash } from 'node:crypto';
import { ConflictError, PreconditionError } from '../../shared/domain/errors.ts';
import type { Command, Report } from '../../shared/domain/incident/action.ts';
import { assertSame, FORGIVEN_SKEW_MS } from '../../shared/domain/incident/command-checks.ts';
import { openIncident } from '../../shared/domain/incident/decide.ts';
import type { Incident } from '../../shared/domain/incident/incident.ts';
import { contextFor, type IncidentDesk, termsInForce } from '../../shared/ports/incident-desk.ts';

export interface IncidentReport {
  /** The key or event id that makes a repeat recognisable, in a name space of its own kind. */
  readonly id: string;
  readonly at?: number;
  readonly by?: string;
  readonly type: 'incident' | 'change-request';
  readonly report: Report;
}

/**
 * Takes a report, whoever it comes from. The incident's id follows from the report's, so a repeat finds what the first
 * one made and answers with it as it stands now.
 * @throws PreconditionError for a change request, and when the contract was not in force
 * @throws NotFoundError for an unknown contract or service
 * @throws ConflictError when the report's id was used for another one
 */
export async function reportIncident(
  desk: IncidentDesk,
  { id, at, by, type, report }: IncidentReport,
): Promise<{ readonly incident: Incident; readonly isRepeat: boolean }> {
  if (type === 'change-request') {
    throw new PreconditionError(
      'a change request is not an incident: no response or resolution time runs for it; have it quoted and planned, ' +
        'or report what does not work as an incident',
      { path: ['type'] },
    );
  }
  const incidentId = incidentIdOf(id);
  const command: Command & { readonly action: Report } = {
    id,
    ...(at === undefined ? {} : { at }),
    ...(by === undefined ? {} : { by }),
    action: report,
  };
  const before = await desk.incidents.load(incidentId);
  if (before !== undefined) return repeat(before, command);
  const now = desk.clock.now();
  const reportedAt = at === undefined || (at > now && at <= now + FORGIVEN_SKEW_MS) ? now : at;
  const terms = await termsInForce(desk.contracts, report.contractRef, Math.min(reportedAt, now));
  const context = await contextFor(desk, terms, { serviceRef: report.serviceRef, reportedAt }, now);
  const { next, events } = openIncident(incidentId, command, context);
  try {
    await desk.incidents.save(next, events);
  } catch (error) {
    const first = error instanceof ConflictError ? await desk.incidents.load(incidentId) : undefined;
    if (first === undefined) throw error;
    return repeat(first, command);
  }
  return { incident: next, isRepeat: false };
}

/** `inc-` and 24 hex digits of the report id's SHA-256. */
export function incidentIdOf(reportId: string): string {
  return `inc-${createHash('sha256').update(reportId).digest('hex').slice(0, 24)}`;
}

function repeat(incident: Incident, command: Command): { readonly incident: Incident; readonly isRepeat: boolean } {
  const first = incident.timeline.find(({ id }) => id === command.id);
  if (first === undefined) throw new ConflictError(`incident ${incident.id} was made by another report`);
  assertSame(first, command);
  return { incident, isRepeat: true };
}
