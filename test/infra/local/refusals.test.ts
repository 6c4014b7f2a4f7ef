import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../../shared/adapters/http/problem.ts';
import { loadDocument } from '../../../shared/schemas/document.ts';
import { type StartedRuntime, start } from './started-runtime.ts';

const CONTRACTS = new URL('../../../contracts/', import.meta.url);
const IMPORTS = '/contracts/demo-diploc/services/web/imports';
const HEADER = 'incident_id,start,end,impact,components,title';
const ROW = '1,2025-03-04T10:00:00Z,2025-03-04T11:00:00Z,major,,Down';
const REPORT = { contractRef: 'demo-diploc', serviceRef: 'web', priority: 'support', title: 'Down' };

let folder: string;
let runtime: StartedRuntime;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

async function ask(method: string, path: string, body?: string | Buffer, type?: string): Promise<Answer> {
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
  const init = body === undefined ? { method, headers } : { method, headers, body: new Uint8Array(Buffer.from(body)) };
  const response = await fetch(`${runtime.url}${path}`, init);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

async function outages(): Promise<number> {
  const { body } = await ask('GET', '/contracts/demo-diploc/services/web/downtime?month=2025-03');
  return (body as { outages: unknown[] }).outages.length;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sla-refusals-'));
  runtime = await start(folder, '--no-demo');
  for (const [name, path] of [
    ['agreements/diploc.yaml', '/agreements/diploc/versions/1'],
    ['customers/demo-diploc.yaml', '/contracts/demo-diploc/versions/1'],
  ] as const) {
    const text = readFileSync(new URL(name, CONTRACTS));
    expect((await ask('PUT', path, text, 'application/yaml')).status).toBe(201);
  }
});

afterAll(async () => {
  await runtime.end('SIGTERM');
  await rm(folder, { recursive: true });
});

interface Refusal {
  readonly rule: string;
  readonly request: readonly [method: string, path: string, body?: string | Buffer, type?: string];
  readonly status: number;
  readonly says: RegExp;
  /** Place of the error in the request. */
  readonly at?: string;
}

const JSON_TYPE = 'application/json';
const report = (more: object) => JSON.stringify({ ...REPORT, ...more });

const REFUSALS: readonly Refusal[] = [
  { rule: 'an unknown route', request: ['GET', '/nothing'], status: 404, says: /there is no \/nothing/ },
  { rule: 'a method the route does not take', request: ['DELETE', '/incidents'], status: 405, says: /takes POST, GET/ },
  {
    rule: 'a body that is not JSON',
    request: ['POST', '/incidents', '{"title":', JSON_TYPE],
    status: 400,
    says: /not JSON/,
  },
  {
    rule: 'a body that is not UTF-8',
    request: ['POST', '/incidents', Buffer.from('{"title":"\xff"}', 'latin1'), JSON_TYPE],
    status: 400,
    says: /not UTF-8/,
  },
  {
    rule: 'a media type that is not taken',
    request: ['POST', '/incidents', report({}), 'text/plain'],
    status: 415,
    says: /send application\/json/,
  },
  {
    rule: 'a body that is too large',
    request: ['POST', '/incidents', report({ description: 'x'.repeat(70_000) }), JSON_TYPE],
    status: 413,
    says: /65536 are allowed/,
  },
  {
    rule: 'a body that is larger than anything taken',
    request: ['POST', IMPORTS, Buffer.alloc(11 * 1024 * 1024, 'x'), 'text/csv'],
    status: 413,
    says: /bytes/,
  },
  {
    rule: 'an unknown key',
    request: ['POST', '/incidents', report({ urgency: 'high' }), JSON_TYPE],
    status: 400,
    says: /urgency/,
    at: '',
  },
  {
    rule: 'an unknown key in the address',
    request: ['GET', '/contracts?limits=3'],
    status: 400,
    says: /limits/,
    at: '',
  },
  {
    rule: 'text with control characters',
    request: ['POST', '/incidents', report({ title: 'Down\u0007' }), JSON_TYPE],
    status: 400,
    says: /control characters/,
    at: 'title',
  },
  {
    rule: 'text that is too long',
    request: ['POST', '/incidents', report({ title: 'x'.repeat(201) }), JSON_TYPE],
    status: 400,
    says: /200/,
    at: 'title',
  },
  {
    rule: 'a time without a zone',
    request: ['POST', '/incidents', report({ at: '2026-05-07T16:00:00' }), JSON_TYPE],
    status: 400,
    says: /with its zone/,
    at: 'at',
  },
  {
    rule: 'a report from the future',
    request: ['POST', '/incidents', report({ at: new Date(Date.now() + 3_600_000).toISOString() }), JSON_TYPE],
    status: 400,
    says: /future/,
    at: 'at',
  },
  {
    rule: 'an unknown contract',
    request: ['POST', '/incidents', report({ contractRef: 'nobody' }), JSON_TYPE],
    status: 404,
    says: /no contract "nobody"/,
    at: 'contractRef',
  },
  {
    rule: 'an unknown service',
    request: ['POST', '/incidents', report({ serviceRef: 'mail' }), JSON_TYPE],
    status: 404,
    says: /it has web/,
    at: 'serviceRef',
  },
  {
    rule: 'an unknown priority',
    request: ['POST', '/incidents', report({ priority: 'urgent' }), JSON_TYPE],
    status: 400,
    says: /support/,
    at: 'priority',
  },
  {
    rule: 'a change request reported as an incident',
    request: ['POST', '/incidents', report({ type: 'change-request' }), JSON_TYPE],
    status: 422,
    says: /not an incident/,
    at: 'type',
  },
  {
    rule: 'an incident that is not there',
    request: ['POST', `/incidents/inc-${'0'.repeat(24)}/respond`, '{}', JSON_TYPE],
    status: 404,
    says: /no incident/,
    at: 'incidentId',
  },
  {
    rule: 'a contract whose agreement has a figure undecided',
    request: [
      'PUT',
      '/contracts/demo-open/versions/1',
      JSON.stringify({
        ...loadDocument(readFileSync(new URL('customers/demo-diploc.yaml', CONTRACTS)), 'demo-diploc.yaml'),
        ref: 'demo-open',
        agreed: {},
        interpretations: [],
      }),
      JSON_TYPE,
    ],
    status: 422,
    says: /kantooruren|question/,
  },
  {
    rule: 'a file with a bad row, by line, column and value',
    request: ['POST', IMPORTS, [HEADER, ROW, '2,2025-03-04T10:00:00Z,yesterday,major,,Down'].join('\n'), 'text/csv'],
    status: 400,
    says: /line 3.*end.*"yesterday"/,
  },
  {
    rule: 'a file with a reversed interval',
    request: [
      'POST',
      IMPORTS,
      [HEADER, ROW, '2,2025-03-04T10:00:00Z,2025-03-04T09:00:00Z,major,,Down'].join('\n'),
      'text/csv',
    ],
    status: 400,
    says: /line 3/,
  },
  {
    rule: 'a file that names an incident twice',
    request: ['POST', IMPORTS, [HEADER, ROW, ROW].join('\n'), 'text/csv'],
    status: 400,
    says: /"1"/,
  },
  {
    rule: 'a file that is not UTF-8',
    request: ['POST', IMPORTS, Buffer.from(`${HEADER}\n${ROW.replace('Down', 'D\xf6wn')}`, 'latin1'), 'text/csv'],
    status: 400,
    says: /UTF-8/,
  },
  {
    rule: 'an impossible date in a file',
    request: ['POST', IMPORTS, [HEADER, ROW.replace('2025-03-04T10', '2025-02-30T10')].join('\n'), 'text/csv'],
    status: 400,
    says: /line 2.*start.*2025-02-30/,
  },
];

describe('the API refuses over HTTP', () => {
  it.each(REFUSALS)('$rule with $status and a problem document', async ({ request, status, says, at }) => {
    const before = await outages();
    const answer = await ask(...request);
    const problem = answer.body as Problem;
    expect(problem.detail).toMatch(says);
    expect([answer.status, problem.status]).toEqual([status, status]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    if (at !== undefined) expect(problem.errors?.map(({ path }) => path)).toContain(at);
    expect(await outages()).toBe(before);
    expect((await ask('GET', '/incidents')).body).toEqual({ items: [] });
  });

  it('names the methods a route takes when it refuses another', async () => {
    expect((await ask('PATCH', '/incidents')).headers.get('allow')).toBe('POST, GET');
  });

  it('adds nothing when the same file is imported again', async () => {
    const file = [HEADER, ROW].join('\n');
    const first = await ask('POST', IMPORTS, file, 'text/csv');
    expect(first).toMatchObject({ status: 200, body: { rows: 1, added: 1, unchanged: 0 } });
    const again = await ask('POST', IMPORTS, file, 'text/csv');
    expect(again).toMatchObject({ status: 200, body: { rows: 1, added: 0, unchanged: 1 } });
    expect(await outages()).toBe(1);
  });
});
