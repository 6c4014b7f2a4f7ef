import { randomUUID } from 'node:crypto';
import { incidentDesk } from '../../shared/adapters/aws/incident-desk.ts';
import { endpoint, httpHandler } from '../../shared/adapters/http/http-handler.ts';
import type { CommandName } from '../../shared/domain/incident/action.ts';
import { clocksOf } from '../../shared/ports/incident-desk.ts';
import { INCIDENT_COMMAND_ROUTES } from '../../shared/resources/routes.ts';
import { commandOperation } from '../../shared/schemas/api/incidents.ts';
import { incidentView } from '../../shared/schemas/incident-view.ts';
import { commandOf } from './command-body.ts';
import { updateIncident } from './update-incident.ts';

function commandEndpoint(name: CommandName) {
  return endpoint(commandOperation(name), async ({ path, body, headers, caller }) => {
    const command = commandOf(`http:${headers['idempotency-key'] ?? randomUUID()}`, name, body);
    const signed = command.by === undefined && caller !== 'anonymous' ? { ...command, by: caller } : command;
    const seen = headers['if-match'];
    const expected = seen === undefined ? undefined : Number(seen.replaceAll('"', ''));
    const { incident } = await updateIncident(incidentDesk(), path.incidentId, signed, expected);
    return {
      status: 200,
      body: incidentView(incident, await clocksOf(incidentDesk(), incident)),
      headers: { etag: `"${incident.version}"` },
    };
  });
}

export const handler = httpHandler(
  Object.fromEntries(INCIDENT_COMMAND_ROUTES.map(([command, operationId]) => [operationId, commandEndpoint(command)])),
);
