import { NotFoundError } from '../../shared/domain/errors.ts';
import type { ClockHistory } from '../../shared/domain/incident/clock-facts.ts';
import { type DecisionContext, readClocks } from '../../shared/domain/incident/decide.ts';
import { type ClockExplanation, explainClocks } from '../../shared/domain/incident/explain.ts';
import type { Incident } from '../../shared/domain/incident/incident.ts';
import { contextFor, type IncidentDesk, termsOf } from '../../shared/ports/incident-desk.ts';
import type { IncidentFilter, IncidentSummary } from '../../shared/ports/incident-repository.ts';
import type { Page, PageRequest } from '../../shared/ports/page.ts';

/** An incident and its clocks as they stand now. @throws NotFoundError for an unknown incident */
export async function readIncident(
  desk: IncidentDesk,
  incidentId: string,
): Promise<{ readonly incident: Incident; readonly history: ClockHistory }> {
  const { incident, context } = await load(desk, incidentId);
  return { incident, history: readClocks(incident, context) };
}

/** Why the deadlines of an incident are where they are. @throws NotFoundError for an unknown incident */
export async function explainDeadlines(
  desk: IncidentDesk,
  incidentId: string,
): Promise<{ readonly context: DecisionContext; readonly explanations: readonly ClockExplanation[] }> {
  const { incident, context } = await load(desk, incidentId);
  return { context, explanations: explainClocks(incident, context) };
}

export function listIncidents(
  { incidents }: Pick<IncidentDesk, 'incidents'>,
  filter: IncidentFilter,
  page: PageRequest,
): Promise<Page<IncidentSummary>> {
  return incidents.list(filter, page);
}

async function load(
  desk: IncidentDesk,
  incidentId: string,
): Promise<{ readonly incident: Incident; readonly context: DecisionContext }> {
  const incident = await desk.incidents.load(incidentId);
  if (incident === undefined) throw new NotFoundError(`there is no incident "${incidentId}"`, { path: ['incidentId'] });
  const terms = await termsOf(desk.contracts, incident.contractRef, incident.contractVersion);
  return { incident, context: await contextFor(desk, terms, incident, desk.clock.now()) };
}
