import { assertActivatable } from '../../shared/domain/contract/activation.ts';
import type { Agreement } from '../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../shared/domain/contract/contract.ts';
import { serviceTerms } from '../../shared/domain/contract/terms.ts';
import { NotFoundError, PreconditionError, ValidationError } from '../../shared/domain/errors.ts';
import type { JournalEvent } from '../../shared/domain/journal/journal.ts';
import type { Json } from '../../shared/domain/json.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { ContractRepository, SaveOutcome } from '../../shared/ports/contract-repository.ts';

export interface Registry {
  readonly contracts: ContractRepository;
  readonly clock: Clock;
}

/** What the request's path says the document is. */
export interface DocumentName {
  readonly ref: string;
  readonly version: number;
}

/**
 * Applies a version of an agreement. A version never changes; open questions may stand in it, they hold up contracts.
 * @throws ValidationError when the document is not the one the path names, or takes effect inside a month
 * @throws ConflictError when the version is there with other content
 */
export async function applyAgreement(
  registry: Registry,
  name: DocumentName,
  agreement: Agreement,
): Promise<SaveOutcome> {
  assertNamed(name, agreement);
  assertFirstOfMonth(agreement.effectiveFrom);
  return registry.contracts.saveAgreement(agreement, [applied(registry, agreement)]);
}

/**
 * Applies a version of a contract.
 * @throws NotFoundError when its agreement's version is not there
 * @throws PreconditionError when open questions leave a figure undecided, or a service's terms do not resolve
 * @throws ConflictError when the version is there with other content
 */
export async function applyContract(registry: Registry, name: DocumentName, contract: Contract): Promise<SaveOutcome> {
  assertNamed(name, contract);
  assertFirstOfMonth(contract.effectiveFrom);
  const { ref, version } = contract.agreement;
  const agreement = await registry.contracts.agreement(ref, version);
  if (agreement === undefined) {
    throw new NotFoundError(`agreement ${ref} has no version ${version}; apply it first`, { path: ['agreement'] });
  }
  if (contract.effectiveFrom < agreement.effectiveFrom) {
    throw new PreconditionError(
      `the contract takes effect on ${contract.effectiveFrom}, before its agreement does on ${agreement.effectiveFrom}`,
      { path: ['effectiveFrom'] },
    );
  }
  assertActivatable(agreement, contract);
  for (const service of contract.services) serviceTerms(agreement, contract, service.ref);
  return registry.contracts.saveContract(contract, [applied(registry, contract)]);
}

/** @throws NotFoundError */
export async function readAgreement({ contracts }: Registry, { ref, version }: DocumentName): Promise<Agreement> {
  const found = await contracts.agreement(ref, version);
  if (found === undefined) throw new NotFoundError(`agreement ${ref} has no version ${version}`, { path: ['version'] });
  return found;
}

/** @throws NotFoundError */
export async function readContract({ contracts }: Registry, { ref, version }: DocumentName): Promise<Contract> {
  const found = await contracts.contract(ref, version);
  if (found === undefined) throw new NotFoundError(`contract ${ref} has no version ${version}`, { path: ['version'] });
  return found;
}

function assertNamed({ ref, version }: DocumentName, document: Agreement | Contract): void {
  if (document.ref === ref && document.version === version) return;
  throw new ValidationError(
    `the document is ${document.ref} version ${document.version}, the address says ${ref} version ${version}`,
    { path: [document.ref === ref ? 'version' : 'ref'] },
  );
}

/** A month is judged by one version, so a version takes effect with a month. */
function assertFirstOfMonth(effectiveFrom: string): void {
  if (effectiveFrom.endsWith('-01')) return;
  throw new ValidationError(`a version takes effect on the first of a month, not on ${effectiveFrom}`, {
    path: ['effectiveFrom'],
  });
}

function applied({ clock }: Registry, document: Agreement | Contract): JournalEvent {
  const { kind, ref, version } = document;
  return {
    id: `${kind}-applied~${ref}~${version}`,
    type: `sla.${kind}.applied.v1`,
    at: clock.now(),
    subject: `${kind}/${ref}`,
    data: { ref, version, effectiveFrom: document.effectiveFrom } satisfies Json,
  };
}
