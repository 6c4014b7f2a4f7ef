import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import * as z from 'zod';
import { incidentDesk } from '../../shared/adapters/aws/incident-desk.ts';
import { checkDeadline } from './check-deadline.ts';

const Fired = z.object({ incidentId: z.string().min(1) });
const logger = new Logger();

/** A one-shot schedule fired. Its whole message is a question; only which incident it is about is read. */
export const handler = middy<unknown, { readonly events: number }>().handler(async (event) => {
  const { incidentId } = Fired.parse(event);
  const events = await checkDeadline(incidentDesk(), incidentId);
  logger.info('checked', { incidentId, events });
  return { events };
});
