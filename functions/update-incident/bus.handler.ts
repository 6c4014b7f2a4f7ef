import middy from '@middy/core';
import type { EventBridgeEvent } from 'aws-lambda';
import { incidentDesk } from '../../shared/adapters/aws/incident-desk.ts';
import { INBOUND_COMMANDS, IncidentChanged } from '../../shared/schemas/incident-event.ts';
import { commandOf } from './command-body.ts';
import { updateIncident } from './update-incident.ts';

/**
 * Something was done about an incident. One that makes no sense yet, because what came before it has not arrived, fails
 * and is delivered again; in the end it stands in the dead letters with the reason.
 */
export const handler = middy<EventBridgeEvent<string, unknown>, { readonly version: number }>().handler(
  async ({ detail }) => {
    const { source, id, type, time, data } = IncidentChanged.parse(detail);
    const { incidentId, ...rest } = data;
    const body = time === undefined || 'at' in rest ? rest : { ...rest, at: time };
    const command = commandOf(`event:${source}#${id}`, INBOUND_COMMANDS[type], body);
    const { incident } = await updateIncident(incidentDesk(), incidentId, command);
    return { version: incident.version };
  },
);
