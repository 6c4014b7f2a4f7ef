import { NotFoundError } from '../../shared/domain/errors.ts';
import type { JournalEntry } from '../../shared/domain/journal/journal.ts';
import { contractOf, notificationsOf } from '../../shared/domain/notification/messages.ts';
import type { ContractRepository } from '../../shared/ports/contract-repository.ts';
import { termsOf } from '../../shared/ports/incident-desk.ts';
import type { NotificationPublisher } from '../../shared/ports/notification-publisher.ts';

export interface People {
  readonly contracts: ContractRepository;
  readonly notifications: NotificationPublisher;
  /** Where people can look, without a slash at its end; absent: messages carry no link. */
  readonly publicUrl: string | undefined;
}

/**
 * Sends the messages an entry calls for. Their ids follow from the entry's, so a repeat can be recognised.
 * @throws Error when a message could not be sent; the entry is to be tried again
 */
export async function tellPeople({ contracts, notifications, publicUrl }: People, entry: JournalEntry): Promise<void> {
  const contract = contractOf(entry);
  if (contract === null) return;
  const terms = await termsOf(contracts, contract.ref, contract.version).catch((error: unknown) => {
    // Nobody can be told of a contract that is not here, and trying again will not bring it.
    if (error instanceof NotFoundError) return null;
    throw error;
  });
  if (terms === null) return;
  const failed = await notifications.send(notificationsOf(entry, terms, publicUrl));
  if (failed.length > 0) throw new Error(`messages could not be sent: ${failed.join(', ')}`);
}
