import { createReadStream, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type ReplayCase, replayMonth } from '../../../functions/sla/replay.ts';
import { readOutages } from '../../../functions/sla/replay-outages.ts';
import { sha256 } from '../../../shared/adapters/sha256.ts';
import { joinedTo } from '../../../shared/adapters/store/joined-outages.ts';
import type { Agreement } from '../../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../../shared/domain/contract/contract.ts';
import { serviceTerms } from '../../../shared/domain/contract/terms.ts';
import type { ServiceCredit } from '../../../shared/domain/credit/service-credit.ts';
import type { Outage } from '../../../shared/domain/downtime/records.ts';
import { closeMonth, closesAt } from '../../../shared/domain/ledger/close-month.ts';
import { statementPeriod } from '../../../shared/domain/statement/close-statement.ts';
import { statementText } from '../../../shared/domain/statement/statement.ts';
import { loadDocument } from '../../../shared/schemas/document.ts';
import { readOutageFile } from '../../../shared/schemas/outage-file.ts';

const HISTORY = 'infra/local/history/github-incidents-2025.csv';
const MONTHS = Array.from({ length: 12 }, (_, i) => `2025-${String(i + 1).padStart(2, '0')}`);
const READ = { where: [{ column: 'impact', values: ['major', 'critical'] }], scope: 'all-users' } as const;

/** Half a month's fee in any twelve months, so that later credits depend on earlier ones. */
const CAP = { clause: '§06', per: 'rolling-12-months', percent: '50', of: 'service-fee' } as const;

function documents(name: string, capped: boolean): { readonly agreement: Agreement; readonly contract: Contract } {
  const load = (file: string) => loadDocument(readFileSync(file), file);
  const agreement = load(`contracts/agreements/${name}.yaml`) as Agreement;
  const contract = load(`contracts/customers/demo-${name}.yaml`) as Contract;
  if (!capped || agreement.credits === undefined) return { agreement, contract };
  return { agreement: { ...agreement, credits: { ...agreement.credits, caps: [CAP] } }, contract };
}

it.each([
  ['diploc', false],
  ['sensey', false],
  ['sensey', true],
] as const)(
  'a replay of %s gives, byte for byte, the statements that closing month by month gives (capped: %s)',
  async (name, capped) => {
    const { agreement, contract } = documents(name, capped);
    const service = contract.services[0] as Contract['services'][number];
    const terms = serviceTerms(agreement, contract, service.ref);
    const options = { ...READ, environment: service.environment };
    const stored: Outage[] = [];
    for await (const row of readOutageFile(createReadStream(HISTORY), options))
      if ('outage' in row) stored.push(row.outage);
    stored.sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
    const replayed: ReplayCase = {
      terms,
      outages: await readOutages(createReadStream(HISTORY), options),
      decided: { announcements: [], exclusions: [] },
      invoices: contract.invoices ?? [],
      issued: [],
    };
    const credits: ServiceCredit[] = [];
    for (const month of MONTHS) {
      const { outages } = joinedTo(statementPeriod(terms, month), stored);
      const services = [{ serviceRef: service.ref, outages, announcements: [], exclusions: [] }];
      const closedAt = closesAt(month, terms.timeZone, terms.closing?.grace);
      const closed = closeMonth({ agreement, contract, month, closedAt, services, credits }, sha256);
      credits.push(...(closed?.credits ?? []));
      const [statement] = closed?.statements ?? [];
      expect(statement && statementText(statement)).toBe(statementText(replayMonth(replayed, month)));
    }
    const total = credits.reduce((sum, { netMinor }) => sum + netMinor, 0);
    expect(total).toBe(capped ? 24_950 : { diploc: 54_780, sensey: 82_335 }[name]);
  },
);
