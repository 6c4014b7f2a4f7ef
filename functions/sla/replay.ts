import { join } from 'node:path';
import { sha256 } from '../../shared/adapters/sha256.ts';
import { addMonths, parseMonth } from '../../shared/domain/business-time/period.ts';
import type { Contract } from '../../shared/domain/contract/contract.ts';
import { type ServiceTerms, serviceTerms, versionInForce } from '../../shared/domain/contract/terms.ts';
import { earlierCredit, type ServiceCredit } from '../../shared/domain/credit/service-credit.ts';
import type { Announcement, Exclusion, Outage } from '../../shared/domain/downtime/records.ts';
import { NotFoundError, PreconditionError, ValidationError } from '../../shared/domain/errors.ts';
import { closesAt } from '../../shared/domain/ledger/close-month.ts';
import { closeStatement, statementPeriod } from '../../shared/domain/statement/close-statement.ts';
import type { Statement } from '../../shared/domain/statement/statement.ts';
import { type DecidedFile, readDecidedFile } from '../../shared/schemas/decided-file.ts';
import type { Condition } from '../../shared/schemas/outage-file.ts';
import { type ContractFiles, readDocuments } from './documents.ts';
import type { ArrangedOutages } from './outage-store.ts';
import { prettyJson } from './pretty-json.ts';
import { bytesOf, nameOf, readBytes } from './read-file.ts';
import { outagesAround, readOutages } from './replay-outages.ts';
import { createReplayTable } from './replay-table.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';

export interface ReplayOptions extends ContractFiles {
  readonly incidents: string;
  readonly from: string;
  readonly to: string;
  readonly where?: readonly string[];
  readonly service?: string;
  readonly scope: Outage['scope'];
  readonly exclusions?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** Statements of past months from a file of incidents: the figures the running system would have closed. */
export async function replay(terminal: Terminal, options: ReplayOptions): Promise<ExitCode> {
  terminal.spareMemory();
  const months = monthsOf(options);
  const { contract, agreement } = await readDocuments(terminal, options);
  const terms = serviceTerms(agreement, contract, serviceOf(contract, options.service));
  for (const month of months) assertCovered(contract, terms, month);
  const decided = await decidedIn(terminal, options.exclusions);
  const { scope, incidents } = options;
  const where = (options.where ?? []).map(conditionOf);
  const outages = await named(incidents, () =>
    readOutages(bytesOf(terminal, incidents), { where, scope, environment: terms.service.environment }),
  );
  await tell(terminal, options, months, {
    terms,
    outages,
    decided,
    invoices: contract.invoices ?? [],
    issued: [],
  });
  return EXIT.done;
}

/** What the months of a replay have in common, and the credits of those that went before. */
export interface ReplayCase {
  readonly terms: ServiceTerms;
  readonly outages: ArrangedOutages;
  readonly decided: DecidedFile;
  readonly invoices: NonNullable<Contract['invoices']>;
  /** Grows by a month's credit as the month is closed. */
  readonly issued: ServiceCredit[];
}

/**
 * A month's statement, closed when the contract allows it first. Credits of the months closed before it count against its
 * caps, so close them in order.
 */
export function replayMonth({ terms, outages, decided, invoices, issued }: ReplayCase, month: string): Statement {
  const around = outagesAround(outages, statementPeriod(terms, month));
  const meets = ({ start, end }: Announcement | Exclusion) => start < around.end && end > around.start;
  const since = addMonths(month, -11);
  const statement = closeStatement(
    {
      month,
      revision: 1,
      closedAt: closesAt(month, terms.timeZone, terms.closing?.grace),
      terms,
      outages: around.outages,
      announcements: decided.announcements.filter(meets),
      exclusions: decided.exclusions.filter(meets),
      earlierCredits: issued.filter((credit) => credit.month >= since).map(earlierCredit),
      invoices: invoices.filter((invoice) => invoice.month === month),
    },
    sha256,
  );
  if (statement.serviceCredit !== null) issued.push(statement.serviceCredit);
  return statement;
}

/** A statement is let go before the next one is made: a year of them may be more than fits into memory. */
async function tell(
  terminal: Terminal,
  { out, json }: ReplayOptions,
  months: readonly string[],
  replayed: ReplayCase,
): Promise<void> {
  const table = createReplayTable();
  for (const [i, month] of months.entries()) {
    if (replayed.outages.count > MANY) terminal.releaseMemory();
    const statement = replayMonth(replayed, month);
    if (out !== undefined) await terminal.save(join(out, `${statement.statementId}.json`), fileText(statement));
    if (json !== true) await terminal.print(table.add(statement));
    else for (const piece of inChunks(listed(statement, i === 0))) await terminal.print(piece);
  }
  await terminal.print(json === true ? '\n]\n' : table.total());
}

/** So many outages that a month of them takes tens of megabytes. */
const MANY = 50_000;

function* listed(statement: Statement, isFirst: boolean): Generator<string> {
  yield isFirst ? '[\n  ' : ',\n  ';
  yield* prettyJson(statement, '  ');
}

function* fileText(statement: Statement): Generator<string> {
  yield* prettyJson(statement);
  yield '\n';
}

const CHUNK = 1 << 16;

function* inChunks(pieces: Iterable<string>): Generator<string> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < CHUNK) continue;
    yield text;
    text = '';
  }
  yield text;
}

const MOST_MONTHS = 1_200;

function monthsOf({ from, to }: ReplayOptions): readonly string[] {
  for (const [option, month] of [
    ['--from', from],
    ['--to', to],
  ] as const) {
    named(option, () => parseMonth(month));
  }
  if (from > to) throw new ValidationError(`--from ${from} lies after --to ${to}`);
  const months: string[] = [];
  for (let month = from; month <= to && months.length < MOST_MONTHS; month = addMonths(month, 1)) months.push(month);
  return months;
}

function assertCovered(contract: Contract, terms: ServiceTerms, month: string): void {
  if (versionInForce([contract], month) === undefined) {
    throw new PreconditionError(
      `version ${contract.version} of contract ${contract.ref} takes effect on ${contract.effectiveFrom}; it does not judge ${month}`,
    );
  }
  statementPeriod(terms, month);
}

function serviceOf({ ref, services }: Contract, wanted: string | undefined): string {
  const known = services.map((service) => service.ref).join(', ');
  if (wanted === undefined) {
    const [only, ...others] = services;
    if (only !== undefined && others.length === 0) return only.ref;
    throw new ValidationError(`contract ${ref} has several services; name the one hit with --service: ${known}`);
  }
  if (services.some((service) => service.ref === wanted)) return wanted;
  throw new NotFoundError(`contract ${ref} has no service "${wanted}"; it has ${known}`);
}

function conditionOf(text: string): Condition {
  const at = text.indexOf('=');
  const column = text.slice(0, Math.max(at, 0)).trim();
  const values = text
    .slice(at + 1)
    .split(',')
    .map((value) => value.trim());
  if (column !== '' && values.every((value) => value !== '')) return { column, values };
  throw new ValidationError(`--where ${text}: write column=value,value, such as impact=major,critical`);
}

async function decidedIn(terminal: Terminal, file: string | undefined): Promise<DecidedFile> {
  if (file === undefined) return { announcements: [], exclusions: [] };
  return readDecidedFile(await readBytes(terminal, file), nameOf(file));
}

/** Puts the file or option in front of what is wrong with it. */
function named<T>(name: string, read: () => T): T {
  const explain = (error: unknown): never => {
    if (!(error instanceof ValidationError)) throw error;
    const { message, path } = error;
    throw new ValidationError(message.startsWith('cannot read') ? message : `${nameOf(name)}: ${message}`, {
      path,
      cause: error,
    });
  };
  try {
    const result = read();
    return result instanceof Promise ? (result.catch(explain) as T) : result;
  } catch (error) {
    return explain(error);
  }
}
