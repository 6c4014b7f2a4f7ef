import { dirname, join } from 'node:path';
import { assertActivatable } from '../../shared/domain/contract/activation.ts';
import type { Agreement } from '../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../shared/domain/contract/contract.ts';
import { NotFoundError, ValidationError } from '../../shared/domain/errors.ts';
import { loadDocument, readSource } from '../../shared/schemas/document.ts';
import { nameOf, readBytes } from './read-file.ts';
import type { Terminal } from './terminal.ts';

export interface ContractFiles {
  readonly contract: string;
  /** Absent: looked for beside the contract and in `../agreements`. */
  readonly agreement?: string;
}

/** A contract with the agreement it is under, both checked. */
export interface Documents {
  readonly contract: Contract;
  readonly agreement: Agreement;
}

/**
 * @throws ValidationError with every problem of a file, each with its line
 * @throws NotFoundError when the agreement is not found
 * @throws PreconditionError when an open question leaves a figure undecided
 */
export async function readDocuments(terminal: Terminal, files: ContractFiles): Promise<Documents> {
  const contract = loadDocument(await readBytes(terminal, files.contract), nameOf(files.contract));
  if (contract.kind !== 'contract') {
    throw new ValidationError(`${nameOf(files.contract)} is an ${contract.kind}; --contract takes a contract`);
  }
  const file = files.agreement ?? (await findAgreement(terminal, contract, files.contract));
  const agreement = loadDocument(await readBytes(terminal, file), nameOf(file));
  const wanted = contract.agreement;
  const isWanted =
    agreement.kind === 'agreement' && agreement.ref === wanted.ref && agreement.version === wanted.version;
  if (!isWanted || agreement.kind !== 'agreement') {
    throw new ValidationError(
      `${nameOf(file)} is ${agreement.kind} ${agreement.ref} version ${agreement.version}; the contract is under agreement ${wanted.ref} version ${wanted.version}`,
    );
  }
  assertActivatable(agreement, contract);
  return { contract, agreement };
}

/** The file that holds the agreement a contract names. */
async function findAgreement(terminal: Terminal, { agreement }: Contract, contractFile: string): Promise<string> {
  const found = await findAgreementFile(terminal, agreement, contractFile);
  if (found !== undefined) return found;
  throw new NotFoundError(
    `agreement ${agreement.ref} version ${agreement.version} is neither beside ${nameOf(contractFile)} nor in ../agreements; name it with --agreement`,
  );
}

/** As above; undefined when there is none. Files that are not agreements, or are not well-formed, are passed over. */
export async function findAgreementFile(
  terminal: Terminal,
  wanted: Contract['agreement'],
  contractFile: string,
): Promise<string | undefined> {
  const folder = dirname(contractFile);
  for (const place of [folder, join(folder, '..', 'agreements')]) {
    for (const name of await terminal.list(place)) {
      if (!/\.ya?ml$/.test(name)) continue;
      const file = join(place, name);
      const { value } = readSource(await readBytes(terminal, file));
      const { kind, ref, version } = (value ?? {}) as Partial<Agreement>;
      if (kind === 'agreement' && ref === wanted.ref && version === wanted.version) return file;
    }
  }
  return undefined;
}
