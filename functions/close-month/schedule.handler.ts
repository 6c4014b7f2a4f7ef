import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import { closeQueue } from '../../shared/adapters/aws/close-queue.ts';
import { once } from '../../shared/adapters/aws/environment.ts';
import { contracts, ledger } from '../../shared/adapters/aws/repositories.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { type CloseRun, closeMonths } from './close-month.ts';

const logger = new Logger();

/** The daily tick. What it carries does not matter: what is due is asked of the clock and the ledger. */
export function create(run: () => CloseRun) {
  return middy().handler(async () => {
    const progress = await closeMonths(run());
    logger.info('months sent to be closed', { ...progress });
    return progress;
  });
}

export const handler = create(
  once(() => ({ contracts: contracts(), ledger: ledger(), queue: closeQueue(), clock: systemClock })),
);
