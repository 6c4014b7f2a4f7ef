import type { Command } from '../../shared/domain/incident/action.ts';
import { changeIncident } from '../../shared/domain/incident/decide.ts';
import type { Incident } from '../../shared/domain/incident/incident.ts';
import { decideOn, type IncidentDesk } from '../../shared/ports/incident-desk.ts';

/**
 * Carries out a command on an incident.
 * @param expectedVersion the version somebody looked at; absent: whatever is stored
 * @throws NotFoundError for an unknown incident
 * @throws PreconditionError naming the state and what is allowed in it
 * @throws ConflictError when somebody else was first (it says what changed) or the command's id stands for another one
 */
export async function updateIncident(
  desk: IncidentDesk,
  incidentId: string,
  command: Command,
  expectedVersion?: number,
): Promise<{ readonly incident: Incident; readonly isRepeat: boolean }> {
  const { next, isRepeat } = await decideOn(
    desk,
    incidentId,
    (incident, context) => changeIncident(incident, command, context),
    expectedVersion,
  );
  return { incident: next, isRepeat };
}
