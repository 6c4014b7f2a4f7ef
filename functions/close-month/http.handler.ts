import { closeQueue } from '../../shared/adapters/aws/close-queue.ts';
import { once } from '../../shared/adapters/aws/environment.ts';
import { contracts, ledger } from '../../shared/adapters/aws/repositories.ts';
import { endpoint, type HttpHandler, httpHandler } from '../../shared/adapters/http/http-handler.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import * as api from '../../shared/schemas/api/ledger.ts';
import { type CloseRun, closeMonths } from './close-month.ts';

export function create(run: () => CloseRun): HttpHandler {
  return httpHandler({
    closeMonth: endpoint(api.closeMonth, async ({ body }) => ({ status: 202, body: await closeMonths(run(), body) })),
  });
}

export const handler = create(
  once(() => ({ contracts: contracts(), ledger: ledger(), queue: closeQueue(), clock: systemClock })),
);
