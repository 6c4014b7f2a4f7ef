import type { Contract } from '../contract/contract.ts';
import { serviceCreditIssued } from '../credit/credit-event.ts';
import type { Sha256 } from '../journal/chain.ts';
import type { JournalEvent } from '../journal/journal.ts';
import type { Json } from '../json.ts';
import { type Statement, statementText } from '../statement/statement.ts';

/** Which month of which contract an event speaks of. */
export interface ClosedSubject {
  readonly contract: Contract;
  readonly month: string;
  readonly closedAt: number;
  readonly reason?: string;
}

export function closedEvent(month: ClosedSubject, revision: number, statements: readonly Statement[]): JournalEvent {
  const { contract, closedAt, reason } = month;
  return {
    id: `period-closed~${contract.ref}~${month.month}~${revision}`,
    type: 'sla.period.closed.v1',
    at: closedAt,
    subject: `contract/${contract.ref}/${month.month}`,
    data: {
      contractRef: contract.ref,
      contractVersion: contract.version,
      customerRef: contract.customer.ref,
      month: month.month,
      revision,
      ...(revision > 1 && { reason: reason ?? '' }),
      services: statements.map(
        ({ serviceRef, statementId, inputsSha256, experienced, contracted, coverage, serviceCredit }) => ({
          serviceRef,
          statementId,
          inputsSha256,
          experiencedPercent: experienced.percent,
          experiencedDowntimeMs: experienced.downtimeMs,
          contractedPercent: contracted.percent,
          contractedDowntimeMs: contracted.downtimeMs,
          excludedMs: contracted.excludedMs,
          target: contracted.target,
          met: contracted.met,
          coveragePercent: coverage?.percent ?? null,
          credit:
            serviceCredit === null
              ? null
              : {
                  creditId: serviceCredit.creditId,
                  revision: serviceCredit.revision,
                  kind: serviceCredit.kind,
                  state: serviceCredit.state,
                  currency: serviceCredit.currency,
                  netMinor: serviceCredit.netMinor,
                  taxMinor: serviceCredit.taxMinor,
                  grossMinor: serviceCredit.grossMinor,
                },
        }),
      ),
    },
  };
}

export function creditEvent(statement: Statement, sha256: Sha256): JournalEvent {
  const data = serviceCreditIssued(statement, {
    evidence: [
      {
        uri: `/statements/${statement.statementId}`,
        sha256: sha256(statementText(statement)),
        mediaType: 'application/json',
      },
    ],
  });
  return {
    id: `service-credit~${data.creditId}~${data.revision}`,
    type: 'sla.service-credit.issued.v1',
    at: statement.inputs.closedAt,
    subject: `contract/${statement.contractRef}/${statement.month}/${statement.serviceRef}`,
    data: data as unknown as Json,
  };
}

export function reviewEvent(month: ClosedSubject, revision: number, reasons: readonly string[]): JournalEvent {
  const { contract, closedAt } = month;
  return {
    id: `needs-review~${contract.ref}~${month.month}~${revision}`,
    type: 'sla.period.needs-review.v1',
    at: closedAt,
    subject: `contract/${contract.ref}/${month.month}`,
    data: {
      contractRef: contract.ref,
      contractVersion: contract.version,
      customerRef: contract.customer.ref,
      month: month.month,
      revision,
      reasons,
    },
  };
}
