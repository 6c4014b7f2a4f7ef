import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build, type Metafile } from 'esbuild';
import { BUNDLING } from '../../infra/constructs/bundle.ts';
import { ENVIRONMENT } from '../../shared/resources/environment.ts';
import { FUNCTIONS, type FunctionName, type Trigger } from '../../shared/resources/functions.ts';
import { ROUTES } from '../../shared/resources/routes.ts';
import { median } from './measure.ts';
import type { BenchRow } from './row.ts';

const STARTS = 5;
const KB = 1000;

/** Size of each function's bundle, and how soon it answers, in processes of their own, before empty tables. */
export async function functions(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sla-bundles-'));
  const server = emptyCloud();
  await once(server, 'listening');
  try {
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const rows: BenchRow[] = [];
    for (const [name, triggers] of Object.entries(FUNCTIONS) as [FunctionName, readonly Trigger[]][]) {
      for (const trigger of triggers) rows.push(...(await measured(name, trigger, folder, endpoint)));
    }
    return rows;
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(
  name: FunctionName,
  trigger: Trigger,
  folder: string,
  endpoint: string,
): Promise<readonly BenchRow[]> {
  const what = `${name} (${trigger})`;
  const { bytes, largest } = await bundled(name, trigger, join(folder, what));
  const starts: Start[] = [];
  for (let i = 0; i < STARTS; i++)
    starts.push(await start(join(folder, what, 'index.mjs'), eventFor(name, trigger), endpoint));
  const middle = (of: (one: Start) => number) => median(starts.map(of));
  return [
    { name: `${what}: bundle; largest ${largest}`, measured: bytes / KB, unit: 'kB', aimed: { atMost: 400 } },
    {
      name: `${what}: start to first answer`,
      measured: middle(({ firstMs }) => firstMs),
      unit: 'ms',
      aimed: { atMost: 250 },
    },
    { name: `${what}: warm call`, measured: middle(({ warmMs }) => warmMs), unit: 'ms' },
    { name: `${what}: memory`, measured: middle(({ rssMb }) => rssMb), unit: 'MB' },
  ];
}

async function bundled(name: FunctionName, trigger: Trigger, folder: string) {
  mkdirSync(folder);
  const { metafile } = await build({
    ...BUNDLING,
    mainFields: [...BUNDLING.mainFields],
    entryPoints: [`functions/${name}/${trigger}.handler.ts`],
    outfile: join(folder, 'index.mjs'),
    sourcemap: false,
    metafile: true,
  });
  const [output] = Object.values(metafile.outputs);
  if (output === undefined) throw new Error(`${name} has no bundle`);
  return { bytes: output.bytes, largest: largestOf(output) };
}

/** The three packages, or folders of our own, that take most. */
function largestOf({ inputs }: Metafile['outputs'][string]): string {
  const byPackage = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const found = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/').slice(0, 2).join('/');
    byPackage.set(found, (byPackage.get(found) ?? 0) + bytesInOutput);
  }
  return [...byPackage]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([part, size]) => `${part} ${Math.round(size / KB)}`)
    .join(', ');
}

interface Start {
  readonly firstMs: number;
  readonly warmMs: number;
  readonly rssMb: number;
}

/** `performance.now()` counts from the start of the process. A refusal is an answer too: the tables are empty. */
const CHILD = `
  const { handler } = await import(process.argv[1]);
  const ask = async () => { try { await handler(JSON.parse(process.argv[2]), {}); } catch {} };
  await ask();
  const firstMs = performance.now();
  await ask();
  const warmMs = performance.now() - firstMs;
  process.stderr.write(JSON.stringify({ firstMs, warmMs, rssMb: process.memoryUsage.rss() / 1e6 }));
  process.exit();
`;

async function start(bundle: string, event: unknown, endpoint: string): Promise<Start> {
  const { stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', CHILD, pathToFileURL(bundle).href, JSON.stringify(event)],
    {
      env: {
        ...Object.fromEntries(Object.values(ENVIRONMENT).map((variable) => [variable, 'bench'])),
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'bench',
        AWS_SECRET_ACCESS_KEY: 'bench',
        POWERTOOLS_LOG_LEVEL: 'SILENT',
        POWERTOOLS_METRICS_DISABLED: 'true',
      },
    },
  );
  return JSON.parse(stderr) as Start;
}

/** Answers everything with an empty object: a DynamoDB that holds nothing. */
function emptyCloud(): Server {
  return createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}'));
  }).listen(0, '127.0.0.1');
}

function eventFor(name: FunctionName, trigger: Trigger): unknown {
  if (trigger === 'http') return requestFor(name);
  if (trigger === 'stream') return { Records: [] };
  if (trigger === 'queue') {
    const task = { task: 'complete', month: '2025-06', contracts: 1, attempt: 100 };
    return { Records: [{ messageId: 'm', body: JSON.stringify(task) }] };
  }
  return { incidentId: 'inc-000000000000000000000000', detail: {} };
}

/** The function's first route that reads, or its first one, with something in every place of the path. */
function requestFor(name: FunctionName): unknown {
  const own = ROUTES.filter((route) => route.function === name);
  const route = own.find(({ method }) => method === 'GET') ?? own[0];
  const places = [...(route?.path ?? '').matchAll(/\{(\w+)\}/g)].map(([, place = '']) => place);
  const values: Readonly<Record<string, string>> = { month: '2025-06', version: '1' };
  return {
    routeKey: `${route?.method} ${route?.path}`,
    headers: { 'content-type': 'application/json' },
    pathParameters: Object.fromEntries(places.map((place) => [place, values[place] ?? 'inc-000000000000000000000000'])),
    queryStringParameters: route?.path.endsWith('/downtime') ? { month: '2025-06' } : {},
    requestContext: { requestId: 'r', http: { method: route?.method } },
    body: '{}',
    isBase64Encoded: false,
  };
}
