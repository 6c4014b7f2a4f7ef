import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { type RedriveOptions, redrive } from '../../../functions/sla/redrive.ts';
import type { Terminal } from '../../../functions/sla/terminal.ts';
import { DeadLetterQueue } from '../../../shared/adapters/aws/dead-letter-queue.ts';
import { FunctionCaller } from '../../../shared/adapters/aws/function-caller.ts';
import { MemoryItemStore } from '../../../shared/adapters/memory/memory-item-store.ts';
import { JournalWriter } from '../../../shared/adapters/store/journal-writer.ts';
import { StoredJournalReader } from '../../../shared/adapters/store/stored-journal-reader.ts';

const DEAD = 'https://sqs.eu-west-1.amazonaws.com/123456789012/dead';
const WORK = 'https://sqs.eu-west-1.amazonaws.com/123456789012/work';
const CHECK = 'arn:aws:lambda:eu-west-1:123456789012:function:check-deadline';
const REPORT = 'arn:aws:lambda:eu-west-1:123456789012:function:report-incident';

const buriedByLambda = JSON.stringify({
  version: '1.0',
  requestContext: { requestId: 'r', functionArn: CHECK, condition: 'RetriesExhausted', approximateInvokeCount: 3 },
  requestPayload: { incidentId: 'inc-1' },
  responseContext: { statusCode: 200, functionError: 'Unhandled' },
});
const buriedByRule = JSON.stringify({
  source: 'nl.example.shop',
  'detail-type': 'sla.incident.reported.v1',
  detail: {},
});
const buriedStream = JSON.stringify({
  requestContext: { requestId: 'r', functionArn: 'arn:…:publish-journal', condition: 'RetryAttemptsExhausted' },
  DDBStreamBatchInfo: { shardId: 's-1', startSequenceNumber: '100', endSequenceNumber: '140', batchSize: 3 },
});

interface Stored {
  readonly body: string;
  readonly target?: string;
}

interface World {
  readonly letters?: readonly Stored[];
  readonly moves?: readonly Record<string, unknown>[];
  /** Name of the error each call of a kind ends with. */
  readonly fails?: Readonly<Record<string, string>>;
  readonly failedSequences?: readonly string[];
  readonly journal?: number;
}

/** Clients that answer as the services do, and what was asked of them. */
async function run(options: RedriveOptions, world: World = {}) {
  const { letters = [], moves = [], fails = {}, failedSequences = [], journal = 0 } = world;
  const queue = new Map(letters.map((letter, i) => [`m${i}`, letter]));
  const hidden = new Set<string>();
  const steps = [...moves];
  const calls: string[] = [];
  const invoked: { readonly to: string; readonly type: string; readonly payload: unknown }[] = [];
  // biome-ignore lint/suspicious/noExplicitAny: every command has its own input
  const send = async (command: any): Promise<unknown> => {
    const { input } = command;
    const name = command.constructor.name.replace('Command', '');
    calls.push(name);
    const failure = fails[name];
    if (failure !== undefined) throw Object.assign(new Error('says the service'), { name: failure });
    switch (name) {
      case 'GetQueueAttributes':
        return { Attributes: { QueueArn: `arn:${input.QueueUrl}` } };
      case 'StartMessageMoveTask':
        return { TaskHandle: `${input.SourceArn} > ${input.DestinationArn}` };
      case 'ListMessageMoveTasks':
        return { Results: [steps.shift()] };
      case 'ReceiveMessage': {
        const found = [...queue].filter(([id]) => !hidden.has(id)).slice(0, 2);
        for (const [id] of found) hidden.add(id);
        return {
          Messages: found.map(([MessageId, { body: Body, target }]) => ({
            MessageId,
            ReceiptHandle: `receipt of ${MessageId}`,
            Body,
            ...(target !== undefined && { MessageAttributes: { TARGET_ARN: { StringValue: target } } }),
          })),
        };
      }
      case 'DeleteMessage':
        queue.delete(input.ReceiptHandle.replace('receipt of ', ''));
        return {};
      case 'Invoke': {
        const payload = JSON.parse(input.Payload);
        invoked.push({ to: input.FunctionName, type: input.InvocationType, payload });
        const batchItemFailures = failedSequences.map((itemIdentifier) => ({ itemIdentifier }));
        return { Payload: new TextEncoder().encode(JSON.stringify({ batchItemFailures })) };
      }
      default:
        throw new Error(`unexpected ${name}`);
    }
  };
  const sqs = Object.assign(new SQSClient({ region: 'eu-west-1' }), { send });
  const lambda = Object.assign(new LambdaClient({ region: 'eu-west-1' }), { send });
  const store = new MemoryItemStore();
  const events = Array.from({ length: journal }, (_, i) => ({
    id: `e${i + 1}`,
    type: 'sla.month.closed.v1',
    at: i,
    subject: 's',
    data: {},
  }));
  for (let at = 0; at < journal; at += 50) {
    await new JournalWriter(store, { now: () => 1 }).commit([], 'ledger/c', events.slice(at, at + 50));
  }
  let out = '';
  const terminal = {
    print: async (text: string) => {
      out += text;
    },
  } as Terminal;
  const ended = await redrive(terminal, options, {
    deadLetters: (url) => new DeadLetterQueue(sqs, url, 0),
    functions: new FunctionCaller(lambda),
    journal: () => new StoredJournalReader(store),
  }).then(
    (code) => ({ code, error: undefined }),
    (error: Error) => ({ code: undefined, error }),
  );
  return { ...ended, out, calls, invoked, waiting: [...queue.keys()] };
}

function recordsIn(payload: unknown): readonly unknown[] {
  return (payload as { readonly Records: readonly unknown[] }).Records;
}

describe('sla redrive --from … --to …', () => {
  it('has SQS move the messages, waits for the end of it, and says how many', async () => {
    const moves = [{ Status: 'RUNNING' }, { Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 7 }];
    const { code, out, calls } = await run({ from: DEAD, to: WORK }, { moves });
    expect([code, out]).toEqual([0, '7 put back, 0 left\n']);
    expect(calls.slice(2)).toEqual(['StartMessageMoveTask', 'ListMessageMoveTasks', 'ListMessageMoveTasks']);
  });

  it('answers in JSON', async () => {
    const moves = [{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 2 }];
    const { out } = await run({ from: DEAD, to: WORK, json: true }, { moves });
    expect(JSON.parse(out)).toEqual({ redriven: 2, left: [] });
  });

  it('says how far a move came that failed', async () => {
    const moves = [{ Status: 'FAILED', ApproximateNumberOfMessagesMoved: 3, FailureReason: 'AccessDenied' }];
    const { error } = await run({ from: DEAD, to: WORK }, { moves });
    expect(error).toMatchObject({
      code: 'PRECONDITION',
      message: 'the move ended as FAILED after 3 messages: AccessDenied',
    });
  });

  it.each([
    [
      'GetQueueAttributes',
      'QueueDoesNotExist',
      /^cannot find the queue https:.*: QueueDoesNotExist: says the service$/,
    ],
    ['StartMessageMoveTask', 'InvalidParameterValue', /^cannot move messages to https:/],
  ])('says what was refused when %s ends with %s', async (call, name, message) => {
    const { error } = await run({ from: DEAD, to: WORK }, { fails: { [call]: name } });
    expect(error).toMatchObject({ code: 'PRECONDITION', message: expect.stringMatching(message) });
  });
});

describe('sla redrive --from … --invoke', () => {
  it('hands what Lambda and what a rule buried to the function it was for, and takes it out', async () => {
    const letters = [{ body: buriedByLambda }, { body: buriedByRule, target: REPORT }, { body: buriedByLambda }];
    const { code, out, invoked, waiting } = await run({ from: DEAD, invoke: true }, { letters });
    expect([code, out]).toEqual([0, '3 put back, 0 left\n']);
    expect(invoked[0]).toEqual({ to: CHECK, type: 'Event', payload: { incidentId: 'inc-1' } });
    expect(invoked[1]).toEqual({ to: REPORT, type: 'Event', payload: JSON.parse(buriedByRule) });
    expect(waiting).toEqual([]);
  });

  it('leaves what names no function, and says what to do with it', async () => {
    const letters = [{ body: buriedStream }, { body: '{"task":"close"}' }, { body: 'no JSON', target: REPORT }];
    const { code, out, invoked, waiting } = await run({ from: DEAD, invoke: true }, { letters });
    expect(code).toBe(1);
    expect(out).toMatch(/^0 put back, 3 left\n {2}m0: 3 records of the journal's stream, 100 to 140; .*--journal\n/);
    expect(out).toMatch(/ {2}m1: names no function; a message of a queue goes back with --to\n/);
    expect([invoked, waiting]).toEqual([[], ['m0', 'm1', 'm2']]);
  });

  it('keeps a letter whose function could not be called', async () => {
    const world = { letters: [{ body: buriedByLambda }], fails: { Invoke: 'TooManyRequestsException' } };
    const { error, waiting } = await run({ from: DEAD, invoke: true }, world);
    expect(error?.message).toMatch(/^cannot call arn:.*: TooManyRequestsException/);
    expect(waiting).toEqual(['m0']);
  });

  it('is done at once when nothing waits', async () => {
    expect(await run({ from: DEAD, invoke: true })).toMatchObject({ code: 0, out: '0 put back, 0 left\n' });
  });
});

describe('sla redrive --journal …', () => {
  const asks = { journal: 'ledger/c', table: 'journal', function: 'publish' };

  it('publishes the entries after a sequence as the stream would carry them, a hundred at a time', async () => {
    const { code, out, invoked } = await run({ ...asks, after: '20' }, { journal: 150 });
    expect([code, out]).toEqual([0, '130 put back, 0 left\n']);
    const [first, second] = invoked.map(({ payload }) => recordsIn(payload));
    expect([first?.length, second?.length]).toEqual([100, 30]);
    expect(first?.[0]).toMatchObject({
      eventName: 'INSERT',
      dynamodb: {
        SequenceNumber: '21',
        Keys: { pk: { S: 'ledger/c' }, sk: { S: 'E#000000000021' } },
        NewImage: { body: { S: expect.stringContaining('"id":"e21"') } },
      },
    });
  });

  it('names the entries that did not go out', async () => {
    const { code, out } = await run(asks, { journal: 3, failedSequences: ['2'] });
    expect([code, out]).toEqual([1, '2 put back, 1 left\n  ledger/c 2: sla.month.closed.v1 was not published\n']);
  });

  it('says so when there is no such aggregate', async () => {
    const { error } = await run({ ...asks, journal: 'ledger/unknown' }, { journal: 3 });
    expect(error).toMatchObject({ code: 'NOT_FOUND', message: 'the journal has no entries of "ledger/unknown"' });
  });
});

describe('sla redrive, asked wrongly', () => {
  it.each<[string, RedriveOptions, string]>([
    ['nothing', {}, 'say what to put back: either --from <queue> or --journal <aggregate>'],
    ['two things at once', { from: DEAD, journal: 'a' }, 'say what to put back: either --from'],
    ['a queue without a way', { from: DEAD }, '--from asks for one of --to <queue> and --invoke'],
    ['a queue with two ways', { from: DEAD, to: WORK, invoke: true }, '--from asks for one of'],
    ['a queue by its name', { from: 'dead', invoke: true }, '--from is "dead"; it must be the URL of a queue'],
    ['a journal without its table', { journal: 'a' }, '--journal asks for --table <journal table> and --function'],
    ['a sequence in words', { journal: 'a', table: 't', function: 'f', after: 'x' }, '--after is "x"; it must be'],
  ])('%s is refused with what is allowed', async (_, options, message) => {
    const { error, calls } = await run(options);
    expect(error).toMatchObject({ code: 'VALIDATION', message: expect.stringContaining(message) });
    expect(calls).toEqual([]);
  });
});
