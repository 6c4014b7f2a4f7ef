import type { ServiceCredit } from '../../domain/credit/service-credit.ts';
import { ConflictError, ValidationError } from '../../domain/errors.ts';
import type { JournalEvent } from '../../domain/journal/journal.ts';
import type { CreditRun, MonthClose } from '../../domain/ledger/month-close.ts';
import type { Statement } from '../../domain/statement/statement.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LedgerRepository } from '../../ports/ledger-repository.ts';
import type { Page, PageRequest } from '../../ports/page.ts';
import { pageOf } from './cursor.ts';
import { bodyOf, SCHEMA } from './document.ts';
import { type Item, type ItemStore, type Key, TRANSACTION_LIMIT, TransactionLost, type Write } from './item-store.ts';
import { JOURNAL_OVERHEAD, JournalWriter } from './journal-writer.ts';
import { furtherParts, statementItems, statementKey, statementOf } from './statement-items.ts';

type CloseEntry = Parameters<LedgerRepository['saveClose']>[0];

/** Statements, credits and closes of a contract in one partition; the newest close of each in its month's partition. */
export class StoredLedgerRepository implements LedgerRepository {
  readonly #store: ItemStore;
  readonly #journal: JournalWriter;

  constructor(store: ItemStore, clock: Clock) {
    this.#store = store;
    this.#journal = new JournalWriter(store, clock);
  }

  async close(contractRef: string, month: string): Promise<MonthClose | undefined> {
    const [item] = await this.#store.get('ledger', [closeKey(contractRef, month)]);
    return item === undefined ? undefined : bodyOf<MonthClose>(item);
  }

  async saveClose(entry: CloseEntry): Promise<void> {
    const { close, previousRevision, events } = entry;
    const writes = closeWrites(entry);
    if (writes.length + events.length + JOURNAL_OVERHEAD > TRANSACTION_LIMIT) {
      throw new ValidationError(
        `contract ${close.contractRef} has too many services to close a month at once: ${entry.statements.length}; split the contract`,
        { path: ['services'] },
      );
    }
    try {
      await this.#journal.commit(writes, `ledger/${close.contractRef}`, events);
    } catch (error) {
      if (!(error instanceof TransactionLost)) throw error;
      throw new ConflictError(
        `${close.month} of ${close.contractRef} is not at revision ${previousRevision} any more; read it again`,
        { path: ['previousRevision'], cause: error },
      );
    }
  }

  closesOfMonth(month: string, page?: PageRequest): Promise<Page<MonthClose>> {
    return pageOf(this.#store, { table: 'ledger', pk: monthPartition(month) }, page, bodyOf<MonthClose>);
  }

  async statement(statementId: string): Promise<Statement | undefined> {
    const place = placeOf(statementId);
    if (place === undefined) return undefined;
    const [first] = await this.#store.get('ledger', [statementKey(place)]);
    return first === undefined ? undefined : this.#whole(first);
  }

  async statements(contractRef: string, page?: PageRequest): Promise<Page<Statement>> {
    const found = await pageOf(this.#store, range(contractRef, 'STATEMENT'), page, (item) => item);
    return { ...found, items: await Promise.all(found.items.map((item) => this.#whole(item))) };
  }

  async credit(creditId: string, revision: number): Promise<ServiceCredit | undefined> {
    const place = placeOf(`${creditId}~${revision}`);
    if (place === undefined) return undefined;
    const [item] = await this.#store.get('ledger', [creditKey(place)]);
    return item === undefined ? undefined : bodyOf<ServiceCredit>(item);
  }

  credits(
    contractRef: string,
    options: { readonly from?: string; readonly to?: string } & PageRequest = {},
  ): Promise<Page<ServiceCredit>> {
    const query = range(contractRef, 'CREDIT', options.from, options.to);
    return pageOf(this.#store, query, options, bodyOf<ServiceCredit>);
  }

  async run(month: string): Promise<CreditRun | undefined> {
    const [item] = await this.#store.get('ledger', [{ pk: 'RUNS', sk: month }]);
    return item === undefined ? undefined : bodyOf<CreditRun>(item);
  }

  async saveRun(run: CreditRun, events: readonly JournalEvent[]): Promise<void> {
    const item = { schema: SCHEMA, revision: run.revision, body: JSON.stringify(run) };
    const writes: readonly Write[] = [
      { table: 'ledger', put: { pk: 'RUNS', sk: run.month, ...item }, when: after(run.revision - 1) },
      {
        table: 'ledger',
        put: { pk: `RUN#${run.month}`, sk: revisionKey(run.revision), ...item },
        when: { absent: true },
      },
    ];
    try {
      await this.#journal.commit(writes, 'runs', events);
    } catch (error) {
      if (!(error instanceof TransactionLost)) throw error;
      throw new ConflictError(`the run of ${run.month} is not at revision ${run.revision - 1} any more`, {
        cause: error,
      });
    }
  }

  async #whole(first: Item): Promise<Statement> {
    const keys = furtherParts(first);
    const further = keys.length === 0 ? [] : await this.#store.get('ledger', keys);
    return statementOf([first, ...further.map((part) => part as Item)]);
  }
}

function closeWrites({ close, previousRevision, statements, credits }: CloseEntry): readonly Write[] {
  const { contractRef, month, revision } = close;
  const item = { schema: SCHEMA, revision, body: JSON.stringify(close) };
  const history = { pk: `CONTRACT#${contractRef}`, sk: `CLOSE#${month}#${revisionKey(revision)}` };
  return [
    { table: 'ledger', put: { ...closeKey(contractRef, month), ...item }, when: after(previousRevision) },
    { table: 'ledger', put: { ...history, ...item }, when: { absent: true } },
    ...statements.flatMap(statementItems).map((put): Write => ({ table: 'ledger', put, when: { absent: true } })),
    ...credits.map(
      (credit): Write => ({
        table: 'ledger',
        put: { ...creditKey(credit), schema: SCHEMA, body: JSON.stringify(credit) },
        when: { absent: true },
      }),
    ),
  ];
}

function after(revision: number) {
  return revision === 0 ? ({ absent: true } as const) : { equals: { revision } };
}

function closeKey(contractRef: string, month: string): Key {
  return { pk: monthPartition(month), sk: contractRef };
}

function monthPartition(month: string): string {
  return `MONTH#${month}`;
}

function creditKey({ contractRef, serviceRef, month, revision }: Parameters<typeof statementKey>[0]): Key {
  return { pk: `CONTRACT#${contractRef}`, sk: `CREDIT#${month}#${serviceRef}#${revisionKey(revision)}` };
}

function revisionKey(revision: number): string {
  return String(revision).padStart(4, '0');
}

function range(contractRef: string, kind: string, from = '', to = '~') {
  return { table: 'ledger', pk: `CONTRACT#${contractRef}`, from: `${kind}#${from}`, to: `${kind}#${to}~` } as const;
}

/** `contract~service~month~revision`, taken apart; undefined when it is no such id. */
function placeOf(id: string) {
  const match = /^([^~]+)~([^~]+)~(\d{4}-\d{2})~([1-9]\d{0,3})$/.exec(id);
  if (match === null) return undefined;
  const [, contractRef, serviceRef, month, revision] = match as unknown as [string, string, string, string, string];
  return { contractRef, serviceRef, month, revision: Number(revision) };
}
