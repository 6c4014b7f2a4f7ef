import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalDatabase, startDatabase } from '../../../infra/local/database.ts';
import type { HttpHandler } from '../../../shared/adapters/http/http-handler.ts';
import { agreementWith, contractWith } from '../../shared/domain/incident/support-desk.ts';

let folder: string;
let database: LocalDatabase;
let handlers: Readonly<Record<'report' | 'update' | 'read', HttpHandler>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sla-http-'));
  database = await startDatabase(folder);
  Object.assign(process.env, {
    AWS_REGION: database.client.region,
    AWS_ACCESS_KEY_ID: database.client.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: database.client.credentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    SLA_CONTRACTS_TABLE: database.tables.contracts,
    SLA_INCIDENTS_TABLE: database.tables.incidents,
    SLA_DOWNTIME_TABLE: database.tables.downtime,
    SLA_LEDGER_TABLE: database.tables.ledger,
    SLA_JOURNAL_TABLE: database.tables.journal,
  });
  const { contracts } = await import('../../../shared/adapters/aws/repositories.ts');
  await contracts().saveAgreement(agreementWith(), []);
  await contracts().saveContract(contractWith(), []);
  handlers = {
    report: (await import('../../../functions/report-incident/http.handler.ts')).handler,
    update: (await import('../../../functions/update-incident/http.handler.ts')).handler,
    read: (await import('../../../functions/read-incidents/http.handler.ts')).handler,
  };
});

afterAll(async () => {
  await database?.stop();
  await rm(folder, { recursive: true });
});

interface Said {
  readonly status: number | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: a body of any shape, looked into by each test
  readonly body: any;
  readonly headers: Readonly<Record<string, unknown>>;
}

async function call(
  handler: keyof typeof handlers,
  routeKey: string,
  more: {
    path?: Record<string, string>;
    query?: Record<string, string>;
    headers?: Record<string, string>;
    body?: unknown;
  } = {},
): Promise<Said> {
  const event = {
    version: '2.0',
    routeKey,
    rawPath: '/',
    rawQueryString: '',
    headers: { 'content-type': 'application/json', ...more.headers },
    pathParameters: more.path,
    queryStringParameters: more.query,
    requestContext: { requestId: 'test', http: {} },
    body: typeof more.body === 'string' ? more.body : JSON.stringify(more.body),
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
  const { statusCode, body, headers = {} } = await handlers[handler](event, {} as Context);
  return { status: statusCode, body: body === undefined ? undefined : JSON.parse(body), headers };
}

const REPORT = {
  at: new Date(Date.now() - 600_000).toISOString(),
  contractRef: 'demo-example',
  serviceRef: 'web',
  priority: 'high',
  title: 'Website onbereikbaar <b>',
};

async function reported(key: string): Promise<string> {
  const { body } = await call('report', 'POST /incidents', { body: REPORT, headers: { 'Idempotency-Key': key } });
  return body.id;
}

function command(incidentId: string, name: string, body: unknown, headers = {}): Promise<Said> {
  return call('update', `POST /incidents/{incidentId}/${name}`, { path: { incidentId }, body, headers });
}

describe('reporting over HTTP', () => {
  it('answers with the incident and its deadlines, and with the same one to a repeat', async () => {
    const headers = { 'Idempotency-Key': 'first' };
    const first = await call('report', 'POST /incidents', { body: REPORT, headers });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ state: 'open', version: 1, missing: [], title: REPORT.title });
    expect(Date.parse(first.body.clocks.resolution.deadline)).toBe(Date.parse(REPORT.at) + 8 * 3_600_000);
    expect(first.headers['location']).toBe(`/incidents/${first.body.id}`);
    const again = await call('report', 'POST /incidents', { body: REPORT, headers });
    expect([again.status, again.body.id, again.body.version]).toEqual([201, first.body.id, 1]);
    const other = await call('report', 'POST /incidents', { body: { ...REPORT, title: 'x' }, headers });
    expect(other.status).toBe(409);
  });

  const bad: [name: string, body: unknown, status: number, field: string][] = [
    ['a body that is no JSON', '{"contractRef":', 400, ''],
    ['an unknown contract', { ...REPORT, contractRef: 'nobody' }, 404, 'contractRef'],
    ['an unknown service', { ...REPORT, serviceRef: 'mail' }, 404, 'serviceRef'],
    ['an unknown priority', { ...REPORT, priority: 'urgent' }, 400, 'priority'],
    ['no priority', { ...REPORT, priority: undefined }, 400, 'priority'],
    ['a time without a zone', { ...REPORT, at: '2026-05-07T16:00:00' }, 400, 'at'],
    ['a time in the future', { ...REPORT, at: new Date(Date.now() + 400_000).toISOString() }, 400, 'at'],
    ['a time before the contract', { ...REPORT, at: '2025-12-31T12:00:00Z' }, 422, 'contractRef'],
    ['a control character', { ...REPORT, title: 'a\u0007b' }, 400, 'title'],
    ['half a character', { ...REPORT, title: 'a\ud800b' }, 400, 'title'],
    ['a title that is too long', { ...REPORT, title: 'x'.repeat(201) }, 400, 'title'],
    ['a description that is too long', { ...REPORT, description: 'x'.repeat(10_001) }, 400, 'description'],
    ['a body that is too large', { ...REPORT, description: 'x'.repeat(70_000) }, 413, ''],
    ['a member nobody knows', { ...REPORT, severity: 1 }, 400, ''],
    ['a change request', { ...REPORT, type: 'change-request' }, 422, 'type'],
  ];
  for (const [name, body, status, field] of bad) {
    it(`refuses ${name} and stores nothing`, async () => {
      const before = (await call('read', 'GET /incidents', { query: { limit: '1000' } })).body.items.length;
      const said = await call('report', 'POST /incidents', { body });
      expect(said.status).toBe(status);
      expect(said.headers['content-type']).toBe('application/problem+json');
      if (field !== '') expect(said.body.errors[0].path).toBe(field);
      const after = (await call('read', 'GET /incidents', { query: { limit: '1000' } })).body.items.length;
      expect(after).toBe(before);
    });
  }
});

describe('commands over HTTP', () => {
  it('take an incident from answer to closing, and refuse what makes no sense', async () => {
    const id = await reported('life');
    expect((await command(id, 'respond', { text: 'We kijken ernaar' })).body.state).toBe('in-progress');
    expect((await command(id, 'pause', { reason: 'wacht op klant' })).body.clocks.resolution.state).toBe('paused');
    const refused = await command(id, 'pause', { reason: 'nog eens' });
    expect(refused.status).toBe(422);
    expect(refused.body.detail).toContain('the incident is paused; allowed in that state: respond, start-work, resume');
    expect((await command(id, 'resume', {})).body.state).toBe('in-progress');
    expect((await command(id, 'resolve', {})).body.state).toBe('resolved');
    expect((await command(id, 'close', {})).body.state).toBe('closed');
    expect((await command(id, 'reopen', { reason: 'toch niet' })).status).toBe(422);
  });

  it('let one of two people win and tell the other what changed', async () => {
    const id = await reported('race');
    const seen = { 'If-Match': '"1"' };
    const said = await Promise.all([
      command(id, 'respond', { by: 'Anna' }, seen),
      command(id, 'resolve', { by: 'Bram' }, seen),
    ]);
    expect(said.map(({ status }) => status).sort()).toEqual([200, 409]);
    const lost = said.find(({ status }) => status === 409);
    expect(lost?.body.detail).toMatch(
      /is at version 2 .* not at version 1; since then: (respond by Anna|resolve by Bram)/,
    );
  });

  it('answer a repeat as the first time', async () => {
    const id = await reported('repeat');
    const key = { 'Idempotency-Key': 'respond-1', 'If-Match': '"1"' };
    const first = await command(id, 'respond', { text: 'hallo' }, key);
    const again = await command(id, 'respond', { text: 'hallo' }, key);
    expect([again.status, again.body.version]).toEqual([200, first.body.version]);
    expect((await command(id, 'respond', { text: 'anders' }, key)).status).toBe(409);
  });

  it('know the incident, the command and its body', async () => {
    const id = await reported('bodies');
    expect((await command('inc-000000000000000000000000', 'respond', {})).status).toBe(404);
    expect((await command('x', 'respond', {})).status).toBe(400);
    expect((await command(id, 'pause', {})).body.errors[0].path).toBe('reason');
    expect((await command(id, 'reprioritise', { priority: 'urgent' })).body.errors[0].path).toBe('priority');
    expect((await command(id, 'respond', {}, { 'If-Match': 'new' })).status).toBe(400);
    expect((await command(id, 'agree', { clock: 'response' })).status).toBe(400);
    expect((await command(id, 'agree', { clock: 'response', target: '8 hours' })).status).toBe(422);
  });
});

describe('reading over HTTP', () => {
  it('explains each deadline', async () => {
    const id = await reported('explain');
    const said = await call('read', 'GET /incidents/{incidentId}/deadlines', { path: { incidentId: id } });
    expect(said.status).toBe(200);
    const [response] = said.body.deadlines;
    expect(response).toMatchObject({ clock: 'response', state: 'running', promise: { text: '1 hour' } });
    expect(response.spans).toHaveLength(1);
    expect(response.words[0]).toBe('Beloofd: 1 uur (garantie, bepaling 2.2)');
  });

  it('lists page by page and refuses a cursor it did not make', async () => {
    const query = { contractRef: 'demo-example', limit: '1' };
    const first = await call('read', 'GET /incidents', { query });
    expect(first.body.items).toHaveLength(1);
    const second = await call('read', 'GET /incidents', { query: { ...query, after: first.body.next } });
    expect(second.body.items[0].id).not.toBe(first.body.items[0].id);
    expect((await call('read', 'GET /incidents', { query: { after: 'x' } })).status).toBe(400);
    expect((await call('read', 'GET /incidents', { query: { serviceRef: 'web' } })).status).toBe(400);
  });
});
