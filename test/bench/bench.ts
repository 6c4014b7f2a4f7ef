import { availableParallelism, cpus, totalmem } from 'node:os';
import { basename } from 'node:path';
import { benches } from './benches.ts';
import type { BenchRow } from './row.ts';

/*
 * npm run bench                all of them
 * npm run bench -- replay      those whose file's name contains the word
 * npm run bench -- --json      rows as JSON
 */
const isJson = process.argv.includes('--json');
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));

const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryMb: Math.round(totalmem() / 1024 / 1024),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
};
if (!isJson) {
  process.stdout.write(
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryMb} MB, Node ${machine.node}, ${machine.platform}\n\n` +
      line(['bench', 'measured', 'aimed at', '']),
  );
}

const rows: BenchRow[] = [];
for (const { file, run } of benches) {
  const name = basename(file, '.ts');
  if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
  for (const row of await run()) {
    rows.push(row);
    if (!isJson)
      process.stdout.write(line([row.name, shown(row.measured, row.unit), aim(row), isMet(row) ? 'met' : 'MISSED']));
  }
}
if (isJson) process.stdout.write(`${JSON.stringify({ machine, rows }, null, 2)}\n`);

function aim({ aimed, unit }: BenchRow): string {
  if (aimed === undefined) return '-';
  return 'atLeast' in aimed ? `at least ${shown(aimed.atLeast, unit)}` : `at most ${shown(aimed.atMost, unit)}`;
}

function isMet({ measured, aimed }: BenchRow): boolean {
  if (aimed === undefined) return true;
  return 'atLeast' in aimed ? measured >= aimed.atLeast : measured <= aimed.atMost;
}

function shown(value: number, unit: string): string {
  const digits = value >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
  return `${digits.toLocaleString('en-US')} ${unit}`;
}

function line([name = '', measured = '', aimed = '', verdict = '']: readonly string[]): string {
  return `${`${name.padEnd(64)}${measured.padStart(24)}  ${aimed.padEnd(30)}${verdict}`.trimEnd()}\n`;
}
