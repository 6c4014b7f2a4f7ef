import * as z from 'zod';
import type { ApiOperation } from './operation.ts';
import { AnyHeaders, ContractPath, Line, Month, Nothing, PageQuery, pageOf, REFUSALS } from './parts.ts';

const Amounts = { netMinor: z.number().int(), taxMinor: z.number().int(), grossMinor: z.number().int() };

export const MonthCloseView = z
  .object({
    contractRef: z.string(),
    contractVersion: z.number().int(),
    month: z.string(),
    revision: z.number().int(),
    state: z.enum(['closed', 'needs-review']),
    reasons: z.array(z.string()),
    closedAt: z.number().int().meta({ description: 'UTC epoch ms' }),
    statementIds: z.array(z.string()),
    credits: z.array(z.object({ creditId: z.string(), revision: z.number().int(), currency: z.string(), ...Amounts })),
  })
  .meta({ id: 'MonthClose' });

const CreditRunView = z
  .object({
    runId: z.string(),
    month: z.string(),
    revision: z.number().int(),
    completedAt: z.number().int(),
    contracts: z.number().int(),
    closed: z.number().int(),
    waiting: z.number().int(),
    creditsIssued: z.number().int(),
    sums: z.array(z.object({ currency: z.string(), ...Amounts })),
    listSha256: z.string(),
  })
  .meta({ id: 'CreditRun' });

const StatementView = z
  .looseObject({ statementId: z.string(), month: z.string(), revision: z.number().int(), inputsSha256: z.string() })
  .meta({ id: 'Statement' });

const CreditView = z
  .looseObject({ creditId: z.string(), revision: z.number().int(), kind: z.string(), ...Amounts })
  .meta({ id: 'ServiceCredit' });

const StatementPath = z.strictObject({
  statementId: z
    .string()
    .regex(/^[^~/\s]+~[^~/\s]+~\d{4}-\d{2}~[1-9]\d{0,3}$/, 'a statement id: contract~service~month~revision'),
});

export const closeMonth = {
  summary: 'Close every month that is due, or one month, or one contract',
  path: Nothing,
  query: Nothing,
  headers: AnyHeaders,
  body: {
    types: ['application/json'] as const,
    schema: z
      .strictObject({ month: Month.optional(), contractRef: ContractPath.shape.contractRef.optional() })
      .meta({ id: 'CloseRequest' }),
    maxBytes: 10_000,
  },
  responses: {
    202: {
      description: 'What was sent to be closed',
      schema: z.object({ sent: z.number().int(), months: z.array(z.string()) }).meta({ id: 'CloseRun' }),
    },
    ...REFUSALS,
  },
} satisfies ApiOperation;

export const reviseMonth = {
  summary: 'Look at a closed or waiting month again and issue the difference',
  path: ContractPath.extend({ month: Month }),
  query: Nothing,
  headers: AnyHeaders,
  body: {
    types: ['application/json'] as const,
    schema: z
      .strictObject({
        reason: Line.meta({ description: 'Stands in the statement and in the event' }),
        acceptedBy: Line.optional().meta({ description: 'Who closes in spite of the reasons to wait' }),
        approvedBy: Line.optional().meta({ description: 'Who approves credits above the threshold' }),
      })
      .meta({ id: 'Revision' }),
    maxBytes: 10_000,
  },
  responses: {
    200: {
      description: 'The close as it stands now',
      schema: z
        .object({ outcome: z.enum(['closed', 'needs-review', 'unchanged']), close: MonthCloseView })
        .meta({ id: 'CloseOutcome' }),
    },
    ...REFUSALS,
  },
} satisfies ApiOperation;

export const readClosing = {
  summary: 'The control record of a month and the close of each contract',
  path: z.strictObject({ month: Month }),
  query: PageQuery,
  headers: AnyHeaders,
  responses: {
    200: {
      description: 'The newest close per contract; `run` is null until every contract has closed or waits',
      schema: pageOf(MonthCloseView).extend({ run: CreditRunView.nullable() }).meta({ id: 'Closing' }),
    },
    ...REFUSALS,
  },
} satisfies ApiOperation;

export const listStatements = {
  summary: 'Statements of a contract by month, service and revision',
  path: ContractPath,
  query: PageQuery,
  headers: AnyHeaders,
  responses: { 200: { description: 'A page of statements', schema: pageOf(StatementView) }, ...REFUSALS },
} satisfies ApiOperation;

export const readStatement = {
  summary: 'A statement as it was issued, byte for byte',
  path: StatementPath,
  query: Nothing,
  headers: AnyHeaders,
  responses: { 200: { description: 'Its canonical text', schema: StatementView }, ...REFUSALS },
} satisfies ApiOperation;

export const explainStatement = {
  summary: 'How every figure of a statement came about, for people',
  path: StatementPath,
  query: z.strictObject({ language: z.enum(['nl', 'en']).optional() }),
  headers: AnyHeaders,
  responses: { 200: { description: 'The explanation', schema: z.string(), contentType: 'text/plain' }, ...REFUSALS },
} satisfies ApiOperation;

export const listCredits = {
  summary: 'Service credits of a contract by month, service and revision',
  path: ContractPath,
  query: PageQuery.extend({ from: Month.optional(), to: Month.optional() }),
  headers: AnyHeaders,
  responses: { 200: { description: 'A page of credits', schema: pageOf(CreditView) }, ...REFUSALS },
} satisfies ApiOperation;

export const readJournal = {
  summary: 'What happened, hash-chained: of the contract itself, of its ledger, or of one service',
  path: ContractPath,
  query: PageQuery.extend({
    of: z.enum(['contract', 'ledger', 'downtime']).default('ledger'),
    serviceRef: ContractPath.shape.contractRef.optional().meta({ description: 'With `of=downtime`' }),
  }).refine(({ of, serviceRef }) => (of === 'downtime') === (serviceRef !== undefined), {
    message: 'serviceRef goes with of=downtime',
    path: ['serviceRef'],
  }),
  headers: AnyHeaders,
  responses: {
    200: {
      description: 'A page of entries',
      schema: pageOf(
        z
          .looseObject({ sequence: z.number().int(), type: z.string(), previousHash: z.string(), hash: z.string() })
          .meta({ id: 'JournalEntry' }),
      ),
    },
    ...REFUSALS,
  },
} satisfies ApiOperation;
