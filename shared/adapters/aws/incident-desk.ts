import type { IncidentDesk } from '../../ports/incident-desk.ts';
import { systemClock } from '../system-clock.ts';
import { once } from './environment.ts';
import { contracts, downtime, incidents } from './repositories.ts';

/** Everything a decision about an incident is made from, on the tables that the environment names. */
export const incidentDesk = once(
  (): IncidentDesk => ({
    incidents: incidents(),
    contracts: contracts(),
    downtime: downtime(),
    clock: systemClock,
  }),
);
