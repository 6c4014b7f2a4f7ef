import type { Agreement } from '../../domain/contract/agreement.ts';
import type { Contract } from '../../domain/contract/contract.ts';
import { ConflictError } from '../../domain/errors.ts';
import type { JournalEvent } from '../../domain/journal/journal.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ContractListing, ContractRepository, SaveOutcome } from '../../ports/contract-repository.ts';
import type { Page, PageRequest } from '../../ports/page.ts';
import { pageOf } from './cursor.ts';
import { bodyOf, isSameDocument, SCHEMA } from './document.ts';
import { type Item, type ItemStore, type Key, queryAll, TransactionLost, type Write } from './item-store.ts';
import { JournalWriter } from './journal-writer.ts';

type Document = Agreement | Contract;

/** Times a version is saved anew when another version of the same document was saved at the same moment. */
const MOST_ATTEMPTS = 20;

/** Agreement and contract versions: one item a version, and one per document in the partition that lists them. */
export class StoredContractRepository implements ContractRepository {
  readonly #store: ItemStore;
  readonly #journal: JournalWriter;

  constructor(store: ItemStore, clock: Clock) {
    this.#store = store;
    this.#journal = new JournalWriter(store, clock);
  }

  saveAgreement(agreement: Agreement, events: readonly JournalEvent[]): Promise<SaveOutcome> {
    return this.#save(agreement, events);
  }

  async agreement(ref: string, version: number): Promise<Agreement | undefined> {
    return this.#load('agreement', ref, version);
  }

  agreementVersions(ref: string): Promise<readonly Agreement[]> {
    return this.#versions('agreement', ref);
  }

  agreements(
    page?: PageRequest,
  ): Promise<Page<{ readonly ref: string; readonly version: number; readonly title: string }>> {
    return pageOf(this.#store, { table: 'contracts', pk: listOf('agreement') }, page, (item) => ({
      ref: item.sk,
      version: Number(item['version']),
      title: String(item['title']),
    }));
  }

  saveContract(contract: Contract, events: readonly JournalEvent[]): Promise<SaveOutcome> {
    return this.#save(contract, events);
  }

  async contract(ref: string, version: number): Promise<Contract | undefined> {
    return this.#load('contract', ref, version);
  }

  contractVersions(ref: string): Promise<readonly Contract[]> {
    return this.#versions('contract', ref);
  }

  contracts(page?: PageRequest): Promise<Page<ContractListing>> {
    return pageOf(this.#store, { table: 'contracts', pk: listOf('contract') }, page, bodyOf<ContractListing>);
  }

  async #load<T extends Document>(kind: T['kind'], ref: string, version: number): Promise<T | undefined> {
    const [item] = await this.#store.get('contracts', [versionKey(kind, ref, version)]);
    return item === undefined ? undefined : bodyOf<T>(item);
  }

  async #versions<T extends Document>(kind: T['kind'], ref: string): Promise<readonly T[]> {
    const items = await queryAll(this.#store, { table: 'contracts', pk: partition(kind, ref) });
    return items.map((item) => bodyOf<T>(item));
  }

  async #save(document: Document, events: readonly JournalEvent[]): Promise<SaveOutcome> {
    const { kind, ref, version } = document;
    const key = versionKey(kind, ref, version);
    for (let attempt = 1; ; attempt++) {
      const [stored, newest] = await this.#store.get('contracts', [key, { pk: listOf(kind), sk: ref }]);
      if (stored !== undefined) {
        if (isSameDocument(bodyOf(stored), document)) return 'unchanged';
        throw new ConflictError(
          `${kind} ${ref} version ${version} is there already with other content; a version never changes, save a new one`,
          { path: ['version'] },
        );
      }
      const writes: Write[] = [
        { table: 'contracts', put: { ...key, schema: SCHEMA, body: JSON.stringify(document) }, when: { absent: true } },
        ...listing(document, newest),
      ];
      try {
        await this.#journal.commit(writes, `${kind}/${ref}`, events);
        return 'saved';
      } catch (error) {
        // Somebody saved a version of the same document at the same moment: look again at what is there now.
        if (!(error instanceof TransactionLost)) throw error;
        if (attempt === MOST_ATTEMPTS) {
          throw new ConflictError(`${kind} ${ref} is being changed by others at the same moment; try again`, {
            cause: error,
          });
        }
      }
    }
  }
}

/** The item that lists a document, when this version is its newest; an older one may still be the first in effect. */
function listing(document: Document, newest: Item | undefined): readonly Write[] {
  const isNewest = newest === undefined || Number(newest['version']) < document.version;
  if (document.kind === 'agreement' && !isNewest) return [];
  const item: Item =
    document.kind === 'agreement'
      ? { ...listKey(document), version: document.version, title: document.title }
      : contractItem(document, newest, isNewest);
  return [
    {
      table: 'contracts',
      put: { ...item, schema: SCHEMA, listed: Number(newest?.['listed'] ?? 0) + 1 },
      when: newest === undefined ? { absent: true } : { equals: { listed: Number(newest['listed']) } },
    },
  ];
}

function contractItem(contract: Contract, newest: Item | undefined, isNewest: boolean): Item {
  const before = newest === undefined ? undefined : bodyOf<ContractListing>(newest);
  const effectiveFrom =
    before !== undefined && before.effectiveFrom < contract.effectiveFrom
      ? before.effectiveFrom
      : contract.effectiveFrom;
  const { ref, version, customer, agreement, startsOn, endsBefore, agreed } = contract;
  const grace = agreed?.closing?.grace;
  const shown: ContractListing =
    isNewest || before === undefined
      ? {
          ref,
          version,
          customerRef: customer.ref,
          agreement,
          startsOn,
          ...(endsBefore !== undefined && { endsBefore }),
          effectiveFrom,
          ...(grace !== undefined && { grace }),
        }
      : { ...before, effectiveFrom };
  return { ...listKey(contract), version: shown.version, body: JSON.stringify(shown) };
}

function listKey({ kind, ref }: Pick<Document, 'kind' | 'ref'>): Key {
  return { pk: listOf(kind), sk: ref };
}

function listOf(kind: Document['kind']): string {
  return `${kind.toUpperCase()}S`;
}

function partition(kind: Document['kind'], ref: string): string {
  return `${kind.toUpperCase()}#${ref}`;
}

function versionKey(kind: Document['kind'], ref: string, version: number): Key {
  return { pk: partition(kind, ref), sk: `V#${String(version).padStart(6, '0')}` };
}
