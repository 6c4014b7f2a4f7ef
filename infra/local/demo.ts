import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unansweredQuestions } from '../../shared/domain/contract/activation.ts';
import type { Agreement } from '../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../shared/domain/contract/contract.ts';
import { signedAmounts } from '../../shared/domain/credit/service-credit.ts';
import type { MonthClose } from '../../shared/domain/ledger/month-close.ts';
import { formatAmount } from '../../shared/domain/money/money.ts';
import type { Statement } from '../../shared/domain/statement/statement.ts';
import { loadDocument } from '../../shared/schemas/document.ts';
import { callApi, putDocument } from './api-client.ts';

const CONTRACTS = new URL('../../contracts/', import.meta.url);
const HISTORY = new URL('./history/github-incidents-2025.csv', import.meta.url);
const WHERE = 'impact=major,critical';
export const YEAR = Array.from({ length: 12 }, (_, i) => `2025-${String(i + 1).padStart(2, '0')}`);

/** Customers that the year of incidents is imported for, with their service. */
const DEMONSTRATED = { 'demo-diploc': 'web', 'demo-sensey': 'platform' } as const;

export interface Demo {
  readonly url: string;
  readonly say: (line: string) => void;
  /** Waits until nothing is being closed. */
  readonly settled: () => Promise<void>;
}

/**
 * The main job through the HTTP API alone: agreements and contracts applied, a year of real incidents imported, its twelve
 * months closed. Every step may be repeated; what is there already stays as it is.
 */
export async function runDemo({ url, say, settled }: Demo): Promise<void> {
  const { agreements, contracts } = documents();
  for (const agreement of agreements) await putDocument(url, agreement);
  say(`agreements applied: ${agreements.map(({ ref }) => ref).join(', ')}`);
  const active = contracts.filter((contract) => isActivatable(contract, agreements));
  for (const contract of active) await putDocument(url, contract);
  say(`contracts applied:  ${active.map(({ ref }) => ref).join(', ')}`);
  const file = readFileSync(HISTORY);
  for (const [contractRef, serviceRef] of Object.entries(DEMONSTRATED)) {
    const path = `/contracts/${contractRef}/services/${serviceRef}/imports?where=${WHERE}`;
    const result = await callApi<ImportResult>(url, 'POST', path, file, 'text/csv');
    say(
      `incidents imported: ${contractRef}/${serviceRef} ${result.rows} rows, ${result.added} outages added, ` +
        `${result.unchanged} there already, ${result.skipped.filtered} not ${WHERE}, ${result.skipped.empty} of no length`,
    );
  }
  for (const contractRef of Object.keys(DEMONSTRATED)) {
    const open = [];
    for (const month of YEAR) {
      const { items } = await callApi<{ items: MonthClose[] }>(url, 'GET', `/closings/${month}`);
      if (!items.some((close) => close.contractRef === contractRef)) open.push(month);
    }
    for (const month of open) await callApi(url, 'POST', '/closings', JSON.stringify({ month, contractRef }));
    await settled();
    say(`months closed:      ${contractRef} ${open.length} now, ${YEAR.length - open.length} before`);
  }
}

interface ImportResult {
  readonly rows: number;
  readonly added: number;
  readonly unchanged: number;
  readonly skipped: { readonly filtered: number; readonly empty: number };
}

/** The year of each demonstrated customer, one line a month. */
export async function demoTable(url: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const contractRef of Object.keys(DEMONSTRATED)) {
    const { items } = await callApi<{ items: Statement[] }>(
      url,
      'GET',
      `/contracts/${contractRef}/statements?limit=1000`,
    );
    const year = items.filter(({ month }) => YEAR.includes(month));
    const [first] = year;
    if (first === undefined) continue;
    const { terms } = first.inputs;
    lines.push(
      '',
      `${contractRef}: ${terms.customer.legalName}, ${terms.service.name}, agreement ${terms.agreement.ref}`,
    );
    lines.push(row(['month', 'experienced', 'contracted', 'coverage', 'credit']));
    lines.push(...year.map((statement) => row(cells(statement))));
    const total = year.reduce(
      (sum, { serviceCredit }) => sum + (serviceCredit === null ? 0 : signedAmounts(serviceCredit).netMinor),
      0,
    );
    lines.push(row(['total', '', '', '', `${terms.currency} ${formatAmount(total)}`]));
  }
  return lines;
}

function cells({
  month,
  revision,
  experienced,
  contracted,
  coverage,
  serviceCredit,
  credit,
  inputs,
}: Statement): readonly string[] {
  const amount = serviceCredit === null ? null : signedAmounts(serviceCredit).netMinor;
  const band = credit?.band === null || credit === null ? '' : ` (${credit.band.percent} %)`;
  return [
    revision === 1 ? month : `${month} r${revision}`,
    `${experienced.percent} %`,
    contracted.percent === null ? '-' : `${contracted.percent} %`,
    coverage === null ? 'records' : `${coverage.percent} %`,
    amount === null ? '-' : `${inputs.terms.currency} ${formatAmount(amount)}${band}`,
  ];
}

function row([month = '', experienced = '', contracted = '', coverage = '', credit = '']: readonly string[]): string {
  return `  ${month.padEnd(10)}${experienced.padStart(12)}${contracted.padStart(12)}${coverage.padStart(10)}   ${credit}`.trimEnd();
}

/** The documents that come with the product, in the order of their names. */
export function documents(): { readonly agreements: readonly Agreement[]; readonly contracts: readonly Contract[] } {
  const all = ['agreements', 'customers'].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, CONTRACTS))
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => {
        const file = new URL(`${folder}/${name}`, CONTRACTS);
        return loadDocument(readFileSync(file), fileURLToPath(file));
      }),
  );
  return {
    agreements: all.filter((document): document is Agreement => document.kind === 'agreement'),
    contracts: all.filter((document): document is Contract => document.kind === 'contract'),
  };
}

function isActivatable(contract: Contract, agreements: readonly Agreement[]): boolean {
  const agreement = agreements.find(
    ({ ref, version }) => ref === contract.agreement.ref && version === contract.agreement.version,
  );
  return agreement !== undefined && unansweredQuestions(agreement, contract).length === 0;
}
