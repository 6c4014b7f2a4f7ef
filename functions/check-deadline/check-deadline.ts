import { NotFoundError } from '../../shared/domain/errors.ts';
import { checkIncident } from '../../shared/domain/incident/decide.ts';
import { decideOn, type IncidentDesk } from '../../shared/ports/incident-desk.ts';

/**
 * A schedule fired: asks the stored incident what its clocks have done and writes down what is new. Which schedule it was
 * is of no importance, so one that is early, late, repeated or no longer wanted does no harm.
 * @returns how many journal events came of it
 */
export async function checkDeadline(desk: IncidentDesk, incidentId: string): Promise<number> {
  try {
    const { events } = await decideOn(desk, incidentId, checkIncident);
    return events.length;
  } catch (error) {
    // Nothing is ever deleted, so this is a schedule of another installation's incident; asking again will not help.
    if (error instanceof NotFoundError && error.path[0] === 'incidentId') return 0;
    throw error;
  }
}
