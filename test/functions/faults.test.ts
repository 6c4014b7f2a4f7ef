import { readFileSync } from 'node:fs';
import type { Context, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { describe, expect, it, vi } from 'vitest';
import type { Agreement } from '../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../shared/domain/contract/contract.ts';
import { FUNCTIONS } from '../../shared/resources/functions.ts';
import { ROUTES } from '../../shared/resources/routes.ts';
import { loadDocument } from '../../shared/schemas/document.ts';
import { FAULTS, type Fault, machine, repositories, restartProcess } from './faulty-machine.ts';

vi.hoisted(() => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';
});
vi.mock('../../shared/adapters/aws/repositories.ts', async () => (await import('./faulty-machine.ts')).repositories);
vi.mock('../../shared/adapters/aws/incident-desk.ts', async () => (await import('./faulty-machine.ts')).desk);
vi.mock('../../shared/adapters/aws/outlets.ts', async () => (await import('./faulty-machine.ts')).outlets);
vi.mock('../../shared/adapters/aws/close-queue.ts', async () => (await import('./faulty-machine.ts')).closing);
vi.mock('../../shared/adapters/system-clock.ts', async () => (await import('./faulty-machine.ts')).clocks);

type Handler = (event: unknown, context: Context) => Promise<unknown>;

function file(path: string): string {
  return readFileSync(new URL(`../../contracts/${path}.yaml`, import.meta.url), 'utf8');
}
const AGREEMENT = loadDocument(Buffer.from(file('agreements/sensey')), 'sensey') as Agreement;
const CONTRACT = loadDocument(Buffer.from(file('customers/demo-sensey')), 'demo-sensey') as Contract;
const SECOND: Contract = { ...CONTRACT, ref: 'demo-second' };
const MONTH = '2026-03';
const SERVICE = { contractRef: CONTRACT.ref, serviceRef: 'platform' };
const OUTAGE = { start: '2026-03-05T13:00:00Z', end: '2026-03-05T14:30:00Z', scope: 'all-users' };
const DAY_MS = 86_400_000;

interface Asked {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly type?: string;
}

/** A request as API Gateway hands it over. */
function request(operationId: string, { path = {}, query = {}, body, type = 'application/json' }: Asked = {}) {
  const route = ROUTES.find((one) => one.operationId === operationId);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    routeKey: `${route?.method} ${route?.path}`,
    headers: { 'idempotency-key': operationId, ...(body !== undefined && { 'content-type': type }) },
    pathParameters: path,
    queryStringParameters: query,
    requestContext: { requestId: 'request-1', authorizer: { iam: { userArn: 'arn:aws:iam::1:user/desk' } } },
    isBase64Encoded: false,
    ...(body !== undefined && { body: text }),
  };
}

async function handlerOf(name: string, trigger: string): Promise<Handler> {
  const { handler } = await import(`../../functions/${name}/${trigger}.handler.ts`);
  return handler as Handler;
}

async function once(name: string, trigger: string, event: unknown): Promise<unknown> {
  return (await handlerOf(name, trigger))(event, {} as Context);
}

async function contractsApplied(): Promise<void> {
  await repositories.contracts().saveAgreement(AGREEMENT, []);
  await repositories.contracts().saveContract(CONTRACT, []);
  await repositories.contracts().saveContract(SECOND, []);
}

async function outageRecorded(): Promise<void> {
  await contractsApplied();
  await once('amend-downtime', 'http', request('recordOutage', { path: { ...SERVICE, outageId: 'o1' }, body: OUTAGE }));
}

async function monthsClosed(): Promise<void> {
  await outageRecorded();
  await once('close-contract', 'queue', CLOSE);
}

/** A late claim, so that there is something to revise. */
async function claimed(): Promise<void> {
  await monthsClosed();
  await once('close-contract', 'queue', COMPLETE);
  const body = { start: '2026-03-12T07:00:00Z', end: '2026-03-12T14:00:00Z', scope: 'all-users', source: 'claim' };
  await once('amend-downtime', 'http', request('recordOutage', { path: { ...SERVICE, outageId: 'o2' }, body }));
}

async function reported(): Promise<void> {
  await contractsApplied();
  await once('report-incident', 'http', REPORT);
}

/** Every deadline of the incident has gone by, and no schedule has fired. */
async function overdue(): Promise<void> {
  await reported();
  machine.now += 30 * DAY_MS;
}

function messages(...tasks: readonly object[]): SQSEvent {
  return { Records: tasks.map((task, i) => ({ messageId: `m${i}`, body: JSON.stringify(task) })) } as SQSEvent;
}

const CLOSE = messages(
  { task: 'close', contractRef: CONTRACT.ref, month: MONTH },
  { task: 'close', contractRef: SECOND.ref, month: MONTH },
);
const COMPLETE = messages({ task: 'complete', month: MONTH, contracts: 2, attempt: 1 });
const REPORT = request('reportIncident', { body: { ...SERVICE, priority: 'kritiek', title: 'Platform onbereikbaar' } });

function incidentId(): string {
  const keys = machine.store.items('incidents').map(({ pk }) => /inc-[0-9a-f]{24}/.exec(pk)?.[0]);
  return keys.find((key) => key !== undefined) ?? '';
}

function cloudEvent(type: string, data: object) {
  return {
    detail: { specversion: '1.0', id: 'event-1', source: 'nl.example.desk', type, data },
  };
}

/** Everything the journal holds, as its stream carries it. */
function stream(): DynamoDBStreamEvent {
  const records = machine.store.items('journal').map(({ pk, sk, body }, i) => ({
    eventName: 'INSERT' as const,
    dynamodb: {
      SequenceNumber: String(i),
      Keys: { pk: { S: pk }, sk: { S: sk } },
      NewImage: { ...(body !== undefined && { body: { S: String(body) } }) },
    },
  }));
  return { Records: records };
}

interface Case {
  readonly of: string;
  readonly trigger: string;
  readonly name: string;
  readonly given: () => Promise<void>;
  /** Made when everything given is there. */
  readonly event: () => unknown;
}

const http = (of: string, operationId: string, given: () => Promise<void>, asked: () => Asked = () => ({})): Case => ({
  of,
  trigger: 'http',
  name: operationId,
  given,
  event: () => (operationId === 'reportIncident' ? REPORT : request(operationId, asked())),
});
const on = (of: string, trigger: string, given: () => Promise<void>, event: () => unknown, name = 'event'): Case => ({
  of,
  trigger,
  name,
  given,
  event,
});

const nothing = () => Promise.resolve();
const CSV = `incident_id,start,end\n1,${OUTAGE.start},${OUTAGE.end}\n2,2026-03-07T13:00:00Z,2026-03-07T13:30:00Z\n`;
const SENT = [{ channel: 'email', at: '2026-03-01T08:00:00Z' }];
const version = (document: Agreement | Contract) => ({ version: String(document.version) });

const CASES: readonly Case[] = [
  http('manage-contracts', 'applyAgreement', nothing, () => ({
    path: { agreementRef: AGREEMENT.ref, ...version(AGREEMENT) },
    body: file('agreements/sensey'),
    type: 'application/yaml',
  })),
  http(
    'manage-contracts',
    'applyContract',
    async () => {
      await repositories.contracts().saveAgreement(AGREEMENT, []);
    },
    () => ({
      path: { contractRef: CONTRACT.ref, ...version(CONTRACT) },
      body: file('customers/demo-sensey'),
      type: 'application/yaml',
    }),
  ),
  http('amend-downtime', 'recordOutage', contractsApplied, () => ({
    path: { ...SERVICE, outageId: 'o1' },
    body: OUTAGE,
  })),
  http('amend-downtime', 'recordOutage', outageRecorded, () => ({
    path: { ...SERVICE, outageId: 'o1' },
    body: { ...OUTAGE, title: 'corrected' },
  })),
  http('amend-downtime', 'announceMaintenance', contractsApplied, () => ({
    path: { ...SERVICE, announcementId: 'a1' },
    body: { start: OUTAGE.start, end: OUTAGE.end, sent: SENT },
  })),
  http('amend-downtime', 'decideExclusion', contractsApplied, () => ({
    path: { ...SERVICE, exclusionId: 'e1' },
    body: { ground: 'attack', start: OUTAGE.start, end: OUTAGE.end, decidedBy: 'Wim', reason: 'an attack' },
  })),
  http('amend-downtime', 'importOutages', contractsApplied, () => ({
    path: SERVICE,
    query: { scope: 'all-users' },
    body: CSV,
    type: 'text/csv',
  })),
  http('amend-downtime', 'readDowntime', outageRecorded, () => ({ path: SERVICE, query: { month: MONTH } })),
  http('close-month', 'closeMonth', outageRecorded, () => ({ body: { month: MONTH } })),
  on('close-month', 'schedule', outageRecorded, () => ({})),
  on('close-contract', 'queue', outageRecorded, () => CLOSE, 'close'),
  on('close-contract', 'queue', monthsClosed, () => COMPLETE, 'complete'),
  on('close-contract', 'queue', contractsApplied, () => COMPLETE, 'complete, too early'),
  http('close-contract', 'reviseMonth', claimed, () => ({
    path: { contractRef: CONTRACT.ref, month: MONTH },
    body: { reason: 'a late claim' },
  })),
  http('read-ledger', 'readClosing', monthsClosed, () => ({ path: { month: MONTH } })),
  http('read-ledger', 'readStatement', monthsClosed, () => ({
    path: { statementId: `${CONTRACT.ref}~platform~${MONTH}~1` },
  })),
  http('report-incident', 'reportIncident', contractsApplied),
  on('report-incident', 'bus', contractsApplied, () =>
    cloudEvent('sla.incident.reported.v1', { ...SERVICE, priority: 'kritiek', title: 'Platform onbereikbaar' }),
  ),
  on('report-incident', 'alarm', contractsApplied, () => ({
    'detail-type': 'CloudWatch Alarm State Change',
    resources: ['arn:aws:cloudwatch:eu-west-1:1:alarm:down'],
    detail: {
      alarmName: 'down',
      state: { value: 'ALARM', timestamp: '2026-04-10T07:59:00.000+0000' },
      configuration: { description: `sla:${SERVICE.contractRef}/${SERVICE.serviceRef}/kritiek` },
    },
  })),
  http('update-incident', 'respondToIncident', reported, () => ({ path: { incidentId: incidentId() }, body: {} })),
  on('update-incident', 'bus', reported, () =>
    cloudEvent('sla.incident.resolved.v1', { incidentId: incidentId(), at: '2026-04-10T08:00:00Z' }),
  ),
  http('read-incidents', 'readIncident', reported, () => ({ path: { incidentId: incidentId() } })),
  on('check-deadline', 'scheduler', overdue, () => ({ incidentId: incidentId() })),
  on('sweep-deadlines', 'schedule', overdue, () => ({})),
  on('publish-journal', 'stream', claimed, stream, 'closings'),
  on(
    'publish-journal',
    'stream',
    async () => {
      await overdue();
      await once('check-deadline', 'scheduler', { incidentId: incidentId() });
    },
    stream,
    'incidents',
  ),
  http('describe-api', 'describeApi', nothing),
];

interface BatchEvent {
  readonly Records: readonly {
    readonly messageId?: string;
    readonly dynamodb?: { readonly SequenceNumber?: string };
  }[];
}

/** Delivers an event as its source does. @returns what is to be delivered again, none when it is done */
async function deliver(of: Case, event: unknown): Promise<{ readonly answer?: unknown; readonly again?: unknown }> {
  const handler = await handlerOf(of.of, of.trigger);
  if (of.trigger === 'queue' || of.trigger === 'stream') {
    const { batchItemFailures } = (await handler(event, {} as Context)) as {
      batchItemFailures: { itemIdentifier: string }[];
    };
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const { Records } = event as BatchEvent;
    const isFailed = Records.map(({ messageId, dynamodb }) => failed.has(messageId ?? dynamodb?.SequenceNumber ?? ''));
    if (failed.size === 0) return {};
    // A queue brings back what failed, a stream all from the first that failed on.
    const left = Records.filter((_, i) => (of.trigger === 'queue' ? isFailed[i] : i >= isFailed.indexOf(true)));
    return { again: { Records: left } };
  }
  if (of.trigger !== 'http') {
    try {
      const answer = (await handler(event, {} as Context)) as { readonly failed?: readonly unknown[] } | undefined;
      return (answer?.failed?.length ?? 0) > 0 ? { again: event } : {};
    } catch {
      return { again: event };
    }
  }
  const answer = (await handler(event, {} as Context)) as { readonly statusCode: number; readonly body: string };
  if (answer.statusCode < 500) {
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    return { answer: of.name.startsWith('read') || of.name.startsWith('describe') ? answer : undefined };
  }
  expect(answer.body).not.toMatch(/throttled|timed out/);
  return { again: event };
}

interface Run {
  readonly answer?: unknown;
  readonly state: ReturnType<typeof machine.endState>;
  readonly struck: boolean;
  /** Deliveries, and the records of the second. */
  readonly deliveries: number;
  readonly repeated: number;
}

async function run(of: Case, { times = 1, plan }: { times?: number; plan?: { call: number; fault: Fault } } = {}) {
  machine.reset();
  await of.given();
  const event = of.event();
  restartProcess();
  machine.expect(plan);
  let [deliveries, repeated] = [0, 0];
  let answer: unknown;
  for (let time = 0; time < times; time++) {
    for (let next: unknown = event; next !== undefined; ) {
      const delivered = await deliver(of, next);
      deliveries++;
      answer = delivered.answer;
      next = delivered.again;
      if (next !== undefined && of.trigger === 'queue') repeated = (next as BatchEvent).Records.length;
      expect(deliveries, 'it never ends').toBeLessThan(5);
    }
  }
  const { struck } = machine;
  machine.expect(undefined);
  return { answer, state: machine.endState(), struck, deliveries, repeated } satisfies Run;
}

describe.each(CASES.map((of, i) => [`${i + 1} ${of.of}, ${of.trigger}: ${of.name}`, of] as const))('%s', (_, of) => {
  it('comes to the same end when it is delivered twice', async () => {
    const calm = await run(of);
    expect(calm.deliveries).toBe(1);
    expect((await run(of, { times: 2 })).state).toEqual(calm.state);
  });

  it.each(FAULTS)('comes to the same end when any one of its calls is %s', async (fault) => {
    const calm = await run(of);
    for (let call = 1; ; call++) {
      const faulty = await run(of, { plan: { call, fault } });
      if (!faulty.struck) break;
      expect(faulty.state, `call ${call}`).toEqual(calm.state);
      expect(faulty.answer, `call ${call}`).toEqual(calm.answer);
      // The other message of the batch is done.
      expect(faulty.repeated, `call ${call}`).toBeLessThanOrEqual(1);
    }
  });
});

it('has a case for every handler', () => {
  const handlers = Object.entries(FUNCTIONS).flatMap(([name, triggers]) => triggers.map((one) => `${name} ${one}`));
  expect(new Set(CASES.map(({ of, trigger }) => `${of} ${trigger}`))).toEqual(new Set(handlers));
});
