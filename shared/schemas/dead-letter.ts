import * as z from 'zod';

/** What Lambda writes about an event that a function could not do, when nobody waited for the answer. */
export const FailedInvocation = z.object({
  requestContext: z.object({ functionArn: z.string().min(1), condition: z.string() }),
  requestPayload: z.unknown(),
});

/** What Lambda writes about records of a table's stream. It holds where they were, not what they said. */
export const FailedStreamBatch = z.object({
  DDBStreamBatchInfo: z.object({
    shardId: z.string(),
    startSequenceNumber: z.string(),
    endSequenceNumber: z.string(),
    batchSize: z.number().int(),
  }),
});

/** What a handler of batches answers: the records that must come again. */
export const BatchAnswer = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });
