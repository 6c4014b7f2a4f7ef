import { sha256 } from '../../shared/adapters/sha256.ts';
import type { Announcement, Exclusion, Outage } from '../../shared/domain/downtime/records.ts';
import { closeStatement } from '../../shared/domain/statement/close-statement.ts';
import type { StatementInputs } from '../../shared/domain/statement/statement.ts';
import { DIPLOC, SENSEY, termsUnder } from '../shared/domain/statement/agreements.ts';
import { median, medianMs, seeded } from './measure.ts';
import type { BenchRow } from './row.ts';

const CASES = 1_000;
const MONTH = { start: Date.UTC(2026, 2, 1), end: Date.UTC(2026, 3, 1) };
const MINUTE = 60_000;

/** Statements of March 2026, derivation and hash included, and what ten times the outages cost. */
export async function statements(): Promise<readonly BenchRow[]> {
  const usual = cases(CASES, 30, 10);
  const ms = medianMs(() => closeAll(usual));
  const measured = (CASES / ms) * 1_000;
  const name = 'statements of 30 outages and 10 exclusions, derivation and hash included';
  return [
    { name, measured, unit: 'a second', aimed: { atLeast: 20_000 } },
    ratio('30', '300', usual.slice(0, 300), cases(300, 300, 10)),
    ratio('300', '3,000', cases(100, 300, 10), cases(100, 3_000, 10)),
    ratio('1,000', '10,000', cases(30, 1_000, 10), cases(30, 10_000, 10)),
    ratio('3,000', '30,000', cases(10, 3_000, 10), cases(10, 30_000, 10)),
  ];
}

/** Rounds of both sizes take turns, so that a busy machine slows both. */
function ratio(
  few: string,
  many: string,
  small: readonly StatementInputs[],
  large: readonly StatementInputs[],
): BenchRow {
  const ratios: number[] = [];
  for (let i = 0; i < 7; i++) {
    const once = { rounds: 3, warmUp: i === 0 ? 3 : 0 };
    const smallMs = medianMs(() => closeAll(small), once);
    ratios.push(medianMs(() => closeAll(large), once) / smallMs);
  }
  return {
    name: `cost of a statement: ${many} outages against ${few}`,
    measured: median(ratios),
    unit: 'times',
    aimed: { atMost: 12 },
  };
}

function closeAll(inputs: readonly StatementInputs[]): void {
  for (const input of inputs) closeStatement(input, sha256);
}

function cases(count: number, outages: number, exclusions: number): readonly StatementInputs[] {
  const random = seeded(outages);
  const terms = [termsUnder(DIPLOC), termsUnder(SENSEY)];
  const lengthMs = MONTH.end - MONTH.start;
  const piece = (i: number, of: number, longest: number) => {
    const start = MONTH.start + Math.floor(((i + random() * 0.9) / of) * lengthMs);
    return { start, end: start + Math.ceil(random() * longest) };
  };
  return Array.from({ length: count }, (_, n) => ({
    month: '2026-03',
    revision: 1,
    closedAt: MONTH.end + 3 * 86_400_000,
    terms: terms[n % terms.length] as StatementInputs['terms'],
    outages: Array.from(
      { length: outages },
      (_, i): Outage => ({
        id: `import:${n}-${i}`,
        source: 'import',
        ...piece(i, outages, Math.max(1, Math.min(40 * MINUTE, (lengthMs / outages) * 0.5))),
        scope: 'all-users',
        environment: 'production',
        title: 'Degraded performance',
      }),
    ),
    announcements: Array.from({ length: exclusions / 2 }, (_, i): Announcement => {
      const window = piece(i, exclusions / 2, 120 * MINUTE);
      return { id: `M${i}`, ...window, sent: [{ channel: 'email', at: window.start - 72 * 60 * MINUTE }] };
    }),
    exclusions: Array.from({ length: exclusions / 2 }, (_, i): Exclusion => {
      const interval = piece(i, exclusions / 2, 60 * MINUTE);
      return {
        id: `X${i}`,
        ground: 'attack',
        ...interval,
        decidedBy: 'j.devries',
        decidedAt: interval.end,
        reason: 'report',
      };
    }),
  }));
}
