import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

// Before the functions are loaded: their logs would stand between the lines a person reads.
process.env['POWERTOOLS_LOG_LEVEL'] ??= 'ERROR';
process.env['POWERTOOLS_METRICS_DISABLED'] ??= 'true';
process.env['POWERTOOLS_SERVICE_NAME'] ??= 'sla-tracker';

const { values } = parseArgs({
  options: { folder: { type: 'string', default: '.local' }, 'no-demo': { type: 'boolean', default: false } },
});
const port = Number(process.env['PORT'] ?? 8787);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write(`PORT is "${process.env['PORT']}"; it must be a port number, 0 to 65535\n`);
  process.exit(2);
}
// Whoever reads this may go first (a pipe into head); that is no reason to fall over.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
const say = (line: string) => process.stdout.write(`${line}\n`);
const { startRuntime } = await import('./runtime.ts');
const began = performance.now();
const runtime = await startRuntime({
  folder: values.folder,
  port,
  onProblem: (message, error) => process.stderr.write(`${message}${error === undefined ? '' : `: ${error}`}\n`),
}).catch((error: Error & { code?: string }) => {
  const message = error.code === 'EADDRINUSE' ? `port ${port} is taken; set PORT to another one` : error.message;
  process.stderr.write(`${message}\n`);
  process.exit(1);
});

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    say('\nstopping');
    runtime.stop().then(
      () => process.exit(0),
      (error: Error) => {
        process.stderr.write(`${error.message}\n`);
        process.exit(1);
      },
    );
  });
}

const { url, outbox } = runtime;
say(`database and API are up after ${seconds(began)} s: ${url}, data in ${values.folder}`);
const listen = () =>
  outbox.listen({
    notification: ({ channel, subject }) => {
      if (channel === 'support') say(`${clock(Date.now())}  message: ${subject}`);
    },
  });
if (values['no-demo']) listen();
else {
  await demonstrate().catch(async (error: Error) => {
    // What is asked while everything ends gets no answer.
    if (stopping) return;
    process.stderr.write(`${error.message}\n`);
    await runtime.stop();
    process.exit(1);
  });
}

async function demonstrate(): Promise<void> {
  const { demoTable, runDemo } = await import('./demo.ts');
  await runDemo({ url, say, settled: () => runtime.settled() });
  for (const line of await demoTable(url)) say(line);
  // What the daily tick does in the cloud: every other month of every contract that is over by now.
  await runtime.closeDueMonths();
  await runtime.settled();
  if (stopping) return;
  say(`\nready after ${seconds(began)} s. What can be asked, in another terminal:`);
  say(`  curl ${url}/openapi.json`);
  say(`  curl '${url}/statements/demo-diploc~web~2025-06~1/explanation?language=en'`);
  say(
    `  curl -o statement.json ${url}/statements/demo-diploc~web~2025-06~1 && npm run --silent sla -- verify statement.json`,
  );
  say(`  curl ${url}/contracts/demo-sensey/credits`);
  say(`  curl ${url}/events            what went out on the bus`);
  say(`  curl ${url}/notifications     what people were told, whole messages`);
  say('Ctrl-C ends everything.\n');
  listen();
  const { reportLiveIncident } = await import('./live-example.ts');
  const { id, deadline } = await reportLiveIncident(url);
  say(
    `${clock(Date.now())}  live example: ${id} is reported; an answer is due at ${clock(deadline)}, and nobody answers`,
  );
  await sleep(deadline + 1_000 - Date.now(), undefined, { ref: false });
  say(`\nwhy it was due then:  curl ${url}/incidents/${id}/deadlines`);
  say(`all that happened:    curl ${url}/incidents/${id}`);
  say(`the messages, whole:  curl '${url}/notifications?limit=9'`);
}

/** Wall time of this machine: what is compared is on the same screen. */
function clock(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
