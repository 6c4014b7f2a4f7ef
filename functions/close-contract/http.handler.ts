import { closeQueue } from '../../shared/adapters/aws/close-queue.ts';
import { once } from '../../shared/adapters/aws/environment.ts';
import { contracts, downtime, ledger } from '../../shared/adapters/aws/repositories.ts';
import { endpoint, type HttpHandler, httpHandler } from '../../shared/adapters/http/http-handler.ts';
import { sha256 } from '../../shared/adapters/sha256.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { defined } from '../../shared/domain/json.ts';
import * as api from '../../shared/schemas/api/ledger.ts';
import { closeContract } from './close-contract.ts';
import { type Completing, recompleteMonth } from './complete-month.ts';

export function create(desk: () => Completing): HttpHandler {
  return httpHandler({
    reviseMonth: endpoint(api.reviseMonth, async ({ path, body }) => {
      const outcome = await closeContract(desk(), defined({ ...path, ...body }));
      // Even when nothing changed: the request may be a repeat of one that got no further than this.
      await recompleteMonth(desk(), path.month);
      return { status: 200, body: outcome };
    }),
  });
}

export const handler = create(
  once(() => ({
    contracts: contracts(),
    downtime: downtime(),
    ledger: ledger(),
    queue: closeQueue(),
    clock: systemClock,
    sha256,
  })),
);
