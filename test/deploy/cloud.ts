import { randomUUID } from 'node:crypto';
import { request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { AwsV4Signer } from 'aws4fetch';

/** What the deployed stack says of itself. */
export const outputs = Object.values(JSON.parse(process.env['SLA_DEPLOYED_OUTPUTS'] ?? '{}'))[0] as Readonly<
  Record<
    'ApiUrl' | 'EventBusName' | 'EventBusArn' | 'SupportTopicArn' | 'ChatTopicArn' | 'AlarmTopicArn' | 'CloseQueueUrl',
    string
  >
>;

const STACK = 'sla-tracker';
const sqs = new SQSClient({});
const sns = new SNSClient({});
const events = new EventBridgeClient({});
const lambda = new LambdaClient({});

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly json: () => unknown;
}

/** A call from outside, signed as a caller of the API signs it. */
export async function call(
  method: string,
  path: string,
  body?: string,
  headers: Readonly<Record<string, string>> = {},
  signed = true,
): Promise<Answer> {
  const url = new URL(`${outputs.ApiUrl}${path}`);
  const contentType = { 'content-type': 'application/json', ...headers };
  const signer = new AwsV4Signer({
    url: url.href,
    method,
    headers: contentType,
    ...(body !== undefined && { body }),
    accessKeyId: process.env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: process.env['AWS_SECRET_ACCESS_KEY'] ?? '',
    service: 'execute-api',
    region: 'us-east-1',
  });
  const sent = signed ? Object.fromEntries((await signer.sign()).headers) : contentType;
  // The name of the API resolves only here: the address is the emulator's, the host header the API's.
  const { hostname, port, protocol } = new URL(process.env['AWS_ENDPOINT_URL'] ?? '');
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      { protocol, hostname, port, method, path: `${url.pathname}${url.search}`, headers: { ...sent, host: url.host } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, text, json: () => JSON.parse(text) as unknown });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** A queue of the test's own that hears what the stack sends. */
export class Listener {
  readonly heard: unknown[] = [];
  readonly #url: string;

  private constructor(url: string) {
    this.#url = url;
  }

  static async onBus(pattern: object): Promise<Listener> {
    const { url, arn } = await queue();
    const Name = `test-${randomUUID()}`;
    await events.send(
      new PutRuleCommand({ Name, EventBusName: outputs.EventBusName, EventPattern: JSON.stringify(pattern) }),
    );
    await events.send(
      new PutTargetsCommand({ Rule: Name, EventBusName: outputs.EventBusName, Targets: [{ Id: 'queue', Arn: arn }] }),
    );
    return new Listener(url);
  }

  static async onTopic(TopicArn: string): Promise<Listener> {
    const { url, arn } = await queue();
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: arn }));
    return new Listener(url);
  }

  /** Waits for a message that fits, among those heard already too. */
  async waitFor<T>(fits: (message: T) => boolean, withinMs = 60_000): Promise<T> {
    for (const until = Date.now() + withinMs; ; await sleep(300)) {
      const found = (this.heard as T[]).find(fits);
      if (found !== undefined) return found;
      if (Date.now() > until)
        throw new Error(`nothing that fits was heard; heard: ${JSON.stringify(this.heard).slice(0, 4000)}`);
      await this.listen();
    }
  }

  /** Takes what has arrived. */
  async listen(): Promise<void> {
    const answer = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: this.#url, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    for (const { Body, ReceiptHandle } of answer.Messages ?? []) {
      this.heard.push(JSON.parse(Body ?? 'null'));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: this.#url, ReceiptHandle }));
    }
  }
}

async function queue(): Promise<{ readonly url: string; readonly arn: string }> {
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: `test-${randomUUID()}` }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }));
  const arn = Attributes?.['QueueArn'] ?? '';
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: ['sns.amazonaws.com', 'events.amazonaws.com'] },
      Action: 'sqs:SendMessage',
      Resource: arn,
    },
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy } }));
  return { url, arn };
}

/** Puts an event on the stack's bus. */
export async function putEvent(source: string, detailType: string, detail: object): Promise<void> {
  const { FailedEntryCount } = await events.send(
    new PutEventsCommand({
      Entries: [
        {
          Source: source,
          DetailType: detailType,
          Detail: JSON.stringify(detail),
          EventBusName: outputs.EventBusName,
        },
      ],
    }),
  );
  if (FailedEntryCount !== 0) throw new Error('the bus did not take the event');
}

/** Names of the deployed functions by the part of their logical id that tells them apart, such as `closemonthschedule`. */
export async function functions(): Promise<ReadonlyMap<string, string>> {
  const client = new CloudFormationClient({});
  const found = new Map<string, string>();
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListStackResourcesCommand({ StackName: STACK, NextToken }));
    for (const { ResourceType, LogicalResourceId = '', PhysicalResourceId = '' } of page.StackResourceSummaries ?? []) {
      const name = /^Sla([a-z]+)Function[0-9A-F]{8}$/.exec(LogicalResourceId)?.[1];
      if (ResourceType === 'AWS::Lambda::Function' && name !== undefined) found.set(name, PhysicalResourceId);
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

/** Runs a function as its trigger would. @throws Error with what the function said when it failed */
export async function invoke(name: string, payload: unknown): Promise<unknown> {
  const answer = await lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(payload)) }),
  );
  const text = Buffer.from(answer.Payload ?? []).toString('utf8');
  if (answer.FunctionError !== undefined) throw new Error(`${name} failed: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** Names of the one-shot schedules that stand. */
export async function schedules(): Promise<readonly string[]> {
  const client = new SchedulerClient({});
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListSchedulesCommand({ NextToken }));
    names.push(...(page.Schedules ?? []).map(({ Name = '' }) => Name));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return names;
}
