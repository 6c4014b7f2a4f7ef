import * as z from 'zod';
import type { CommandName } from '../../domain/incident/action.ts';
import {
  COMMAND_BODIES,
  DeadlinesView,
  IdempotencyKey,
  IncidentId,
  IncidentPage,
  IncidentQuery,
  IncidentView,
  ReportBody,
} from '../incident.ts';
import type { ApiOperation } from './operation.ts';
import { AnyHeaders, Nothing, REFUSALS } from './parts.ts';

const ofIncident = z.strictObject({ incidentId: IncidentId });
const Key = { 'idempotency-key': IdempotencyKey.optional() };

/** `5` or `"5"`: the version somebody looked at. */
const Version = z
  .string()
  .regex(/^(?:"[1-9][0-9]{0,8}"|[1-9][0-9]{0,8})$/, 'the version of an incident, as its ETag says it')
  .optional();

export const reportIncident = {
  summary: 'Report an incident. The same Idempotency-Key again answers with the incident the first one made.',
  path: Nothing,
  query: Nothing,
  headers: z.object(Key),
  body: { types: ['application/json'], schema: ReportBody, maxBytes: 65_536 },
  responses: {
    201: {
      description: 'The incident with its clocks, or what is still missing from the report',
      schema: IncidentView,
    },
    ...REFUSALS,
    409: { ...REFUSALS[409], description: 'The key was used for another report' },
    422: { ...REFUSALS[422], description: 'A change request, or a contract that is not in force' },
  },
} as const satisfies ApiOperation;

export const listIncidents = {
  summary: 'Incidents by contract, service, state or what is due, newest or soonest due first, page by page',
  path: Nothing,
  query: IncidentQuery,
  headers: AnyHeaders,
  responses: { 200: { description: 'A page of incidents', schema: IncidentPage }, 400: REFUSALS[400] },
} as const satisfies ApiOperation;

export const readIncident = {
  summary: 'One incident with its clocks, breaches and timeline',
  path: ofIncident,
  query: Nothing,
  headers: AnyHeaders,
  responses: {
    200: { description: 'The incident', schema: IncidentView },
    400: REFUSALS[400],
    404: REFUSALS[404],
  },
} as const satisfies ApiOperation;

export const explainDeadlines = {
  summary: 'Why the deadlines of an incident are where they are: time counted, days skipped and why',
  path: ofIncident,
  query: Nothing,
  headers: AnyHeaders,
  responses: {
    200: { description: 'Both clocks, explained', schema: DeadlinesView },
    400: REFUSALS[400],
    404: REFUSALS[404],
  },
} as const satisfies ApiOperation;

const SUMMARIES: Readonly<Record<CommandName, string>> = {
  'complete-report': 'Add what was missing from a report; once it is complete the clocks run',
  respond: 'Answer the reporter; an automatic answer never counts',
  'start-work': 'Start work on the incident',
  pause: 'Wait for the customer; stops the clocks that the contract says it stops',
  resume: 'Go on after waiting, with the time that was left',
  reprioritise: 'Give the incident another priority',
  workaround: 'There is a way around the problem',
  resolve: 'The problem is solved',
  reopen: 'The problem is back; the resolution clock goes on with what was left',
  close: 'File the incident for good',
  comment: 'Note something',
  agree: 'Give a target by agreement its deadline',
  acknowledge: 'Somebody takes on a breach; it goes to no further contact',
};

/** A command on an incident: what it takes differs, what it answers does not. */
export function commandOperation(command: CommandName) {
  return {
    summary: SUMMARIES[command],
    path: ofIncident,
    query: Nothing,
    headers: z.object({ ...Key, 'if-match': Version }),
    body: { types: ['application/json'], schema: COMMAND_BODIES[command] as z.ZodType, maxBytes: 32_768 },
    responses: {
      200: { description: 'The incident after it', schema: IncidentView },
      ...REFUSALS,
      409: {
        ...REFUSALS[409],
        description: 'Somebody else was first, or the key was used for another command; says what changed',
      },
      422: { ...REFUSALS[422], description: 'It makes no sense in the present state; says what does' },
    },
  } as const satisfies ApiOperation;
}
