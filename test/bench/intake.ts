import type { Context } from 'aws-lambda';
import { useLocalEnvironment } from '../../infra/local/environment.ts';
import type { HttpEvent } from '../../shared/adapters/http/http-handler.ts';
import type { Write } from '../../shared/adapters/store/item-store.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { scratchDatabase } from '../infra/local/scratch-database.ts';
import { atOnce, deskOn, REPORT, Recorder, report } from './many-incidents.ts';
import { median } from './measure.ts';
import type { BenchRow } from './row.ts';

const INCIDENTS = 500;
const ROUNDS = 5;
const PARALLEL = 16;

/** Reports through the handler into the embedded database, turn about with the bare transactions that they come to. */
export async function intake(): Promise<readonly BenchRow[]> {
  const scratch = await scratchDatabase();
  try {
    useLocalEnvironment(scratch.database);
    process.env['POWERTOOLS_LOG_LEVEL'] = 'ERROR';
    const { handler } = await import('../../functions/report-incident/http.handler.ts');
    await deskOn(scratch.store, systemClock);
    const recorder = new Recorder();
    const recording = await deskOn(recorder, systemClock);
    const [handled, bare]: [number[], number[]] = [[], []];
    for (let round = 0; round <= ROUNDS; round++) {
      const keys = Array.from({ length: INCIDENTS }, (_, i) => `${round}-${i}`);
      const handledMs = await atOnce(keys, PARALLEL, async (key) => {
        const { statusCode } = await handler(eventOf(key), {} as Context);
        if (statusCode !== 201) throw new Error(`a report was answered with ${statusCode}`);
      });
      recorder.taken();
      for (const key of keys) await report(recording, `bare-${key}`);
      const transactions: readonly (readonly Write[])[] = recorder.taken();
      const bareMs = await atOnce(transactions, PARALLEL, (writes) => scratch.store.transact(writes));
      // The first round warms up.
      if (round === 0) continue;
      handled.push((INCIDENTS / handledMs) * 1000);
      bare.push((INCIDENTS / bareMs) * 1000);
    }
    const share = median(handled.map((rate, i) => (rate / (bare[i] as number)) * 100));
    return [
      { name: 'incidents taken by the handler, embedded database', measured: median(handled), unit: 'a second' },
      { name: 'the same writes, bare', measured: median(bare), unit: 'a second' },
      { name: 'taken by the handler, of the bare rate', measured: share, unit: '%', aimed: { atLeast: 50 } },
    ];
  } finally {
    await scratch.remove();
  }
}

function eventOf(key: string): HttpEvent {
  return {
    version: '2.0',
    routeKey: 'POST /incidents',
    rawPath: '/incidents',
    rawQueryString: '',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    requestContext: { requestId: key } as HttpEvent['requestContext'],
    body: JSON.stringify(REPORT),
    isBase64Encoded: false,
  };
}
