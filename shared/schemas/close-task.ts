import * as z from 'zod';
import type { CloseTask } from '../domain/ledger/close-task.ts';
import { Month, Ref } from './api/parts.ts';

/** A message of the closing queue. */
export const CloseTaskMessage = z.discriminatedUnion('task', [
  z.strictObject({ task: z.literal('close'), contractRef: Ref, month: Month }),
  z.strictObject({
    task: z.literal('complete'),
    month: Month,
    contracts: z.number().int().min(0),
    attempt: z.number().int().min(1),
  }),
]) satisfies z.ZodType<CloseTask>;
