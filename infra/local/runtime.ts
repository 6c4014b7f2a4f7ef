import { mkdirSync } from 'node:fs';
import type { Context } from 'aws-lambda';
import { handler as amendDowntime } from '../../functions/amend-downtime/http.handler.ts';
import { handler as checkDeadline } from '../../functions/check-deadline/scheduler.handler.ts';
import { create as createCloseContract } from '../../functions/close-contract/http.handler.ts';
import { create as createCloseQueue } from '../../functions/close-contract/queue.handler.ts';
import { create as createCloseMonth } from '../../functions/close-month/http.handler.ts';
import { create as createCloseTick } from '../../functions/close-month/schedule.handler.ts';
import { handler as describeApi } from '../../functions/describe-api/http.handler.ts';
import { handler as manageContracts } from '../../functions/manage-contracts/http.handler.ts';
import { create as createPublish } from '../../functions/publish-journal/stream.handler.ts';
import { handler as readIncidents } from '../../functions/read-incidents/http.handler.ts';
import { handler as readLedger } from '../../functions/read-ledger/http.handler.ts';
import { handler as reportIncident } from '../../functions/report-incident/http.handler.ts';
import { handler as sweepDeadlines } from '../../functions/sweep-deadlines/schedule.handler.ts';
import { handler as updateIncident } from '../../functions/update-incident/http.handler.ts';
import { contracts, downtime, incidents, ledger } from '../../shared/adapters/aws/repositories.ts';
import { sha256 } from '../../shared/adapters/sha256.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import type { CloseTask } from '../../shared/domain/ledger/close-task.ts';
import { startDatabase } from './database.ts';
import { useLocalEnvironment } from './environment.ts';
import { serve } from './http-server.ts';
import { readJournalStream } from './journal-stream.ts';
import { LocalQueue } from './local-queue.ts';
import { LocalOutbox } from './outbox.ts';
import { startTimers } from './timers.ts';

export interface LocalRuntime {
  readonly url: string;
  readonly outbox: LocalOutbox;
  /** The daily tick: sends every month that is due to be closed. */
  closeDueMonths(): Promise<void>;
  /** Resolves when the closing queue is empty and the journal has been delivered. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface RuntimeOptions {
  /** Where everything is kept between runs. */
  readonly folder: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly onProblem: (message: string, error?: unknown) => void;
}

const CONTEXT = {} as Context;
const HOUR_MS = 3_600_000;

/** All functions on one machine: database, HTTP API, journal's stream, closing queue, timers. */
export async function startRuntime({ folder, port, onProblem }: RuntimeOptions): Promise<LocalRuntime> {
  mkdirSync(folder, { recursive: true });
  const database = await startDatabase(folder);
  useLocalEnvironment(database);
  const outbox = new LocalOutbox(folder);
  const closing = () => ({
    contracts: contracts(),
    downtime: downtime(),
    ledger: ledger(),
    queue,
    clock: systemClock,
    sha256,
  });
  const closeQueue = createCloseQueue(closing);
  const queue: LocalQueue<CloseTask> = new LocalQueue(
    () => (event) => closeQueue(event, CONTEXT),
    (body) => onProblem(`given up after several tries: ${body}`),
  );
  const publish = createPublish(() => ({
    bus: outbox.events,
    source: 'local.sla-tracker',
    scheduler: outbox.scheduler,
    notifications: outbox.notifications,
    contracts: contracts(),
    incidents: incidents(),
    publicUrl: url,
  }));
  let url = '';
  const server = await serve(
    port,
    {
      'manage-contracts': manageContracts,
      'amend-downtime': amendDowntime,
      'close-month': createCloseMonth(closing),
      'close-contract': createCloseContract(closing),
      'read-ledger': readLedger,
      'report-incident': reportIncident,
      'update-incident': updateIncident,
      'read-incidents': readIncidents,
      'describe-api': describeApi,
    },
    {
      '/notifications': (query) => outbox.sentNotifications(limitOf(query)),
      '/events': (query) => outbox.publishedEvents(limitOf(query)),
    },
  ).catch(async (error: unknown) => {
    outbox.close();
    await database.stop();
    throw error;
  });
  url = `http://127.0.0.1:${server.port}`;
  const stream = await readJournalStream({
    database,
    folder,
    deliver: (event) => publish(event, CONTEXT),
    onError: onProblem,
  });
  const stopTimers = startTimers(outbox, async ({ question }) => {
    await checkDeadline(question, CONTEXT);
  });
  const tick = createCloseTick(closing);
  const sweep = async () => {
    await sweepDeadlines({}, CONTEXT).catch((error: unknown) => onProblem('the sweep failed', error));
  };
  await sweep();
  const hourly = setInterval(sweep, HOUR_MS);
  const daily = setInterval(() => {
    tick({}, CONTEXT).catch((error: unknown) => onProblem('the daily tick failed', error));
  }, 24 * HOUR_MS);
  return {
    url,
    outbox,
    async closeDueMonths() {
      await tick({}, CONTEXT);
    },
    async settled() {
      await queue.idle();
      await stream.settled();
    },
    async stop() {
      clearInterval(hourly);
      clearInterval(daily);
      await server.stop();
      await queue.stop();
      await stopTimers();
      await stream.stop();
      outbox.close();
      await database.stop();
    },
  };
}

function limitOf(query: URLSearchParams): number {
  const limit = Number(query.get('limit') ?? 100);
  return Number.isInteger(limit) && limit > 0 ? Math.min(limit, 10_000) : 100;
}
