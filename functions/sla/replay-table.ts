import { signedAmounts } from '../../shared/domain/credit/service-credit.ts';
import { formatAmount } from '../../shared/domain/money/money.ts';
import { addMeasured, type MeasuredTime, percentText } from '../../shared/domain/objective/availability.ts';
import type { Statement } from '../../shared/domain/statement/statement.ts';

/** A table that grows by a line per statement and keeps nothing of them but the sums. */
export interface ReplayTable {
  /** @returns the statement's line, under the heading when it is the first */
  readonly add: (statement: Statement) => string;
  /** @returns the last line: times added up in milliseconds, credits in minor units */
  readonly total: () => string;
}

export function createReplayTable(): ReplayTable {
  let experienced: MeasuredTime = { totalMs: 0, downtimeMs: 0 };
  let contracted: MeasuredTime = { totalMs: 0, downtimeMs: 0 };
  let netMinor = 0;
  let count = 0;
  let currency = '';
  return {
    add: (statement) => {
      experienced = addMeasured([experienced, statement.experienced]);
      contracted = addMeasured([contracted, statement.contracted]);
      netMinor += owedIn(statement);
      currency = statement.inputs.terms.currency;
      count += 1;
      return `${count === 1 ? heading(statement) : ''}${row(cells(statement))}`;
    },
    total: () =>
      count < 2
        ? ''
        : row(['total', percentOf(experienced), percentOf(contracted), '', `${currency} ${formatAmount(netMinor)}`]),
  };
}

function heading({ inputs: { terms } }: Statement): string {
  const { customer, service, agreement, contract } = terms;
  const title = `${contract.ref}: ${customer.legalName}, ${service.name}, agreement ${agreement.ref} version ${agreement.version}`;
  return `${title}\n\n${row(['month', 'experienced', 'contracted', 'coverage', 'credit'])}`;
}

function cells(statement: Statement): readonly string[] {
  const { month, experienced, contracted, coverage, credit, review, inputs } = statement;
  const owed = owedIn(statement);
  const band = credit?.band == null ? '' : ` (${credit.band.percent} %${credit.capped ? ', capped' : ''})`;
  const waits = review.length === 0 ? '' : `  waits: ${review.map(({ code }) => code).join(', ')}`;
  return [
    month,
    `${experienced.percent} %`,
    contracted.percent === null ? '-' : `${contracted.percent} %`,
    coverage === null ? 'records' : `${coverage.percent} %`,
    `${owed === 0 ? '-' : `${inputs.terms.currency} ${formatAmount(owed)}`}${band}${waits}`,
  ];
}

function owedIn({ serviceCredit }: Statement): number {
  return serviceCredit === null ? 0 : signedAmounts(serviceCredit).netMinor;
}

function percentOf({ totalMs, downtimeMs }: MeasuredTime): string {
  return totalMs === 0 ? '-' : `${percentText(totalMs, downtimeMs)} %`;
}

function row([month = '', experienced = '', contracted = '', coverage = '', credit = '']: readonly string[]): string {
  const text = `${month.padEnd(9)}${experienced.padStart(13)}${contracted.padStart(13)}${coverage.padStart(11)}   ${credit}`;
  return `${text.trimEnd()}\n`;
}
