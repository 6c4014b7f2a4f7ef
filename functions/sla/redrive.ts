import { asked } from '../../shared/adapters/aws/asked.ts';
import type { DeadLetter } from '../../shared/adapters/aws/dead-letter-queue.ts';
import { type RedriveDesk, redriveDesk } from '../../shared/adapters/aws/redrive-desk.ts';
import { NotFoundError, ValidationError } from '../../shared/domain/errors.ts';
import type { JournalEntry } from '../../shared/domain/journal/journal.ts';
import { everyPage } from '../../shared/ports/page.ts';
import { sequenceKey } from '../../shared/resources/journal-keys.ts';
import { BatchAnswer } from '../../shared/schemas/dead-letter.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';

export interface RedriveOptions {
  readonly from?: string;
  readonly to?: string;
  readonly invoke?: boolean;
  readonly journal?: string;
  readonly table?: string;
  readonly function?: string;
  readonly after?: string;
  readonly json?: boolean;
}

interface Redriven {
  /** Messages moved, events handed over, or journal entries published. */
  readonly redriven: number;
  /** What is still where it was, and why. */
  readonly left: readonly string[];
}

/** Entries a call carries, as many as the stream would. */
const BATCH = 100;

/** Puts back what could not be done, once its cause is gone. What is done twice changes nothing. */
export async function redrive(
  terminal: Terminal,
  options: RedriveOptions,
  desk: RedriveDesk = redriveDesk(),
): Promise<ExitCode> {
  const { redriven, left } = await byWay(options, desk);
  if (options.json === true) await terminal.print(`${JSON.stringify({ redriven, left }, null, 2)}\n`);
  else await terminal.print(`${redriven} put back, ${left.length} left\n${left.map((line) => `  ${line}\n`).join('')}`);
  return left.length === 0 ? EXIT.done : EXIT.found;
}

function byWay({ from, to, invoke, journal, table, ...rest }: RedriveOptions, desk: RedriveDesk): Promise<Redriven> {
  if (from !== undefined && journal === undefined) {
    if (to !== undefined && invoke !== true) return moved(desk, queueUrl('--from', from), queueUrl('--to', to));
    if (to === undefined && invoke === true) return handedOver(desk, queueUrl('--from', from));
    throw new ValidationError('--from asks for one of --to <queue> and --invoke');
  }
  if (journal !== undefined && from === undefined) {
    if (table === undefined || rest.function === undefined) {
      throw new ValidationError('--journal asks for --table <journal table> and --function <publishing function>');
    }
    return published(desk, { aggregate: journal, table, function: rest.function, after: sequenceOf(rest.after) });
  }
  throw new ValidationError('say what to put back: either --from <queue> or --journal <aggregate>');
}

function queueUrl(option: string, url: string): string {
  if (!/^https?:\/\/\S+\/\S+$/.test(url)) {
    throw new ValidationError(`${option} is "${url}"; it must be the URL of a queue, such as https://sqs.…/123/name`);
  }
  return url;
}

function sequenceOf(text = '0'): number {
  if (!/^\d{1,12}$/.test(text))
    throw new ValidationError(`--after is "${text}"; it must be a sequence number, such as 41`);
  return Number(text);
}

async function moved(desk: RedriveDesk, from: string, to: string): Promise<Redriven> {
  return { redriven: await desk.deadLetters(from).moveTo(to), left: [] };
}

async function handedOver({ deadLetters, functions }: RedriveDesk, from: string): Promise<Redriven> {
  const queue = deadLetters(from);
  const left: string[] = [];
  let redriven = 0;
  for await (const letter of queue.letters()) {
    if (letter.kind !== 'invocation') {
      left.push(whyLeft(letter));
      continue;
    }
    await functions.handOver(letter.functionArn, letter.payload);
    // Only now: a letter that is handed over twice does no harm, one that is lost does.
    await queue.remove(letter);
    redriven++;
  }
  return { redriven, left };
}

function whyLeft(letter: DeadLetter): string {
  if (letter.kind === 'stream') {
    return (
      `${letter.id}: ${letter.records} records of the journal's stream, ${letter.from} to ${letter.to}; ` +
      `the function's log ("entry not published") names their aggregates, for --journal`
    );
  }
  return `${letter.id}: names no function; a message of a queue goes back with --to`;
}

interface Publication {
  readonly aggregate: string;
  readonly table: string;
  readonly function: string;
  readonly after: number;
}

/** The journal still holds what the stream has forgotten. */
async function published({ journal, functions }: RedriveDesk, asks: Publication): Promise<Redriven> {
  const reader = journal(asks.table);
  const all = await asked(`read the journal of ${asks.aggregate}`, () =>
    everyPage((page) => reader.entries(asks.aggregate, page)),
  );
  if (all.length === 0) throw new NotFoundError(`the journal has no entries of "${asks.aggregate}"`);
  const entries = all.filter(({ sequence }) => sequence > asks.after);
  const left: string[] = [];
  for (let at = 0; at < entries.length; at += BATCH) {
    const batch = entries.slice(at, at + BATCH);
    const answer = BatchAnswer.safeParse(await functions.call(asks.function, { Records: batch.map(recordOf) }));
    if (!answer.success)
      throw new ValidationError(`${asks.function} does not answer as one that publishes the journal`);
    const failed = new Set(answer.data.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    left.push(
      ...batch
        .filter(({ sequence }) => failed.has(String(sequence)))
        .map(({ sequence, type }) => `${asks.aggregate} ${sequence}: ${type} was not published`),
    );
  }
  return { redriven: entries.length - left.length, left };
}

/** An entry as the stream carries it. */
function recordOf(entry: JournalEntry) {
  const keys = { pk: { S: entry.aggregate }, sk: { S: sequenceKey(entry.sequence) } };
  return {
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: String(entry.sequence),
      Keys: keys,
      NewImage: { ...keys, body: { S: JSON.stringify(entry) } },
    },
  };
}
