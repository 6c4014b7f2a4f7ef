import type { SendMessageBatchCommand, SendMessageBatchCommandOutput, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { SqsWorkQueue } from '../../../../shared/adapters/aws/sqs-work-queue.ts';

/** A queue that refuses a message as often as the test says. */
function queueThat(refusals: Readonly<Record<string, number>>) {
  const taken: string[] = [];
  const calls: { readonly size: number; readonly delays: readonly (number | undefined)[] }[] = [];
  const left = new Map(Object.entries(refusals));
  const send = async ({ input }: SendMessageBatchCommand): Promise<Partial<SendMessageBatchCommandOutput>> => {
    const entries = input.Entries ?? [];
    calls.push({ size: entries.length, delays: entries.map(({ DelaySeconds }) => DelaySeconds) });
    const Failed = entries.filter(({ MessageBody = '' }) => {
      const times = left.get(MessageBody) ?? 0;
      left.set(MessageBody, times - 1);
      if (times <= 0) taken.push(MessageBody);
      return times > 0;
    });
    return { Failed: Failed.map(({ Id }) => ({ Id, Code: 'InternalError', Message: 'busy', SenderFault: false })) };
  };
  const queue = new SqsWorkQueue<number>({ send } as unknown as SQSClient, 'https://queue');
  return { queue, taken, calls };
}

describe('the work queue on SQS', () => {
  it('sends ten messages in a call at most, with their delay', async () => {
    const { queue, taken, calls } = queueThat({});
    const numbers = Array.from({ length: 21 }, (_, i) => i);
    await queue.send(numbers, 60);
    expect(taken).toEqual(numbers.map(String));
    expect(calls.map(({ size }) => size)).toEqual([10, 10, 1]);
    expect(calls[0]?.delays).toContain(60);
  });

  it('sends again only what was not taken', async () => {
    const { queue, taken, calls } = queueThat({ 2: 1, 5: 2 });
    await queue.send([1, 2, 3, 4, 5]);
    expect([...taken].sort()).toEqual(['1', '2', '3', '4', '5']);
    expect(calls.map(({ size }) => size)).toEqual([5, 2, 1]);
  });

  it('fails when a message is not taken after several attempts', async () => {
    const { queue } = queueThat({ 2: 99 });
    await expect(queue.send([1, 2])).rejects.toThrow('1 messages were not taken: busy');
  });
});
