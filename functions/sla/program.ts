import { Command, CommanderError, Option } from 'commander';
import { SlaError } from '../../shared/domain/errors.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';

const EXAMPLES = `
Examples:
  sla lint contracts/agreements/*.yaml contracts/customers/*.yaml
  sla holidays NL 2027
  sla deadline --contract contracts/customers/demo-diploc.yaml --priority support --reported 2026-05-13T16:30
  sla replay --contract contracts/customers/demo-sensey.yaml --incidents infra/local/history/github-incidents-2025.csv \\
      --from 2025-01 --to 2025-12 --where impact=major,critical
  sla replay … --json > statements.json;  sla verify statements.json;  sla explain statements.json --language en
  echo '{"id":1,"op":"next-opening","calendar":"24x7","at":"2026-05-07T14:00:00Z"}' | sla eval

Where a file is expected, - is standard input. Exit codes: 0 done; 1 a finding (lint) or a disagreement (verify);
2 bad usage or bad input. Errors go to standard error. Each command explains itself: sla replay --help
`;

/**
 * Runs one command line. A command's code is loaded when it is called for, so that asking for help is quick.
 * @param args what follows `sla`
 */
export async function runSla(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const printed: string[] = [];
  const program = buildProgram(terminal, (ended) => {
    code = ended;
  }).configureOutput({
    writeOut: (text) => printed.push(text),
    writeErr: (text) => terminal.warn(text),
    outputError: (text, write) => write(text.replace(/^error: /, 'sla: ')),
  });
  for (const command of [program, ...program.commands]) {
    command.exitOverride().copyInheritedSettings(program).showHelpAfterError('(--help says what is allowed)');
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    code = failed(error, terminal);
  }
  for (const text of printed) await terminal.print(text);
  return code;
}

function failed(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.bad;
  const isExpected = error instanceof SlaError;
  const message = isExpected ? error.message : `unexpected failure: ${(error as Error).stack ?? String(error)}`;
  terminal.warn(`sla: ${message}\n`);
  return EXIT.bad;
}

function buildProgram(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const program = new Command('sla')
    .description('Service level agreements as figures: check them, replay them, recompute them.')
    .usage('<command> [options]')
    .addHelpText('after', EXAMPLES);
  const json = () => new Option('--json', 'answer in JSON');
  const contract = () => new Option('--contract <file>', "a contract's YAML file").makeOptionMandatory();
  const agreement = () =>
    new Option('--agreement <file>', "its agreement's YAML file; by default looked for beside it and in ../agreements");

  program
    .command('lint')
    .description(
      'Find every fault of agreements and contracts, with file, line and clause. Exit code 1 when there is one.',
    )
    .argument('<file...>', 'YAML files; the agreement of a contract is also looked for in ../agreements')
    .option('--as-of <date>', 'cover the years up to this date; default today')
    .addOption(json())
    .action(async (files, options) => end(await (await import('./lint.ts')).lint(terminal, { files, ...options })));

  program
    .command('holidays')
    .description('Propose the public holidays of a year, to be frozen into a calendar. Nothing reads them live.')
    .argument('<country>', 'two letters, such as NL')
    .argument('<year>', 'such as 2027')
    .addOption(json())
    .action(async (country, year, options) =>
      end(await (await import('./holidays.ts')).holidays(terminal, { country, year, ...options })),
    );

  program
    .command('deadline')
    .description('When an incident must be answered and resolved, and why: time counted, days skipped, pauses.')
    .addOption(contract())
    .addOption(agreement())
    .requiredOption('--priority <ref>', 'a priority of the agreement')
    .requiredOption('--reported <time>', 'with zone or offset, or local time of the contract: 2026-05-07T16:00')
    .addOption(new Option('--target <clock>', 'only this clock').choices(['response', 'resolution']))
    .option('--pause <from/to>', 'waiting for the customer, may be repeated; without an end it lasts', collect)
    .option('--responded <time>', 'when the report was answered')
    .addOption(json())
    .action(async (options) => end(await (await import('./deadline.ts')).deadline(terminal, options)));

  program
    .command('replay')
    .description('Statements of past months from a file of incidents, offline.')
    .addOption(contract())
    .addOption(agreement())
    .requiredOption('--incidents <file>', 'CSV with the columns incident_id, start, end and any others')
    .requiredOption('--from <month>', 'first month, such as 2025-01')
    .requiredOption('--to <month>', 'last month, included')
    .option(
      '--where <column=values>',
      'only rows with one of the values: impact=major,critical; of a cell with | between its parts one must match; may be repeated, then all must hold',
      collect,
    )
    .option('--service <ref>', 'only this service of the contract')
    .addOption(
      new Option('--scope <scope>', 'whom the incidents hit').choices(['some-users', 'all-users']).default('all-users'),
    )
    .option('--exclusions <file>', 'YAML file with announcements and exclusions')
    .option('--out <folder>', 'write one file per statement into this folder')
    .addOption(json())
    .action(async (options) => end(await (await import('./replay.ts')).replay(terminal, options)));

  program
    .command('explain')
    .description('The derivation of a statement as a person reads it.')
    .argument('<statement>', 'a statement, or a list of them; - for standard input')
    .addOption(new Option('--language <language>', 'default: that of the contract').choices(['nl', 'en']))
    .addOption(json())
    .action(async (file, options) => end(await (await import('./explain.ts')).explain(terminal, { file, ...options })));

  program
    .command('verify')
    .description('Recompute a statement from its own inputs, byte for byte. Exit code 1 when it disagrees.')
    .argument('<statement>', 'a statement, or a list of them; - for standard input')
    .addOption(json())
    .action(async (file, options) => end(await (await import('./verify.ts')).verify(terminal, { file, ...options })));

  program
    .command('eval')
    .description('Answer JSON Lines: one request a line, one answer a line.')
    .argument('[file]', 'default: standard input', '-')
    .option('--json', 'answers are always JSON')
    .addHelpText('after', EVALUATIONS)
    .action(async (file) => end(await (await import('./eval.ts')).evalLines(terminal, file)));

  program
    .command('redrive')
    .description(
      'Put back what a deployed tracker could not do, once the cause is gone. Exit code 1 when something is left.',
    )
    .option('--from <url>', 'a dead-letter queue')
    .option('--to <url>', 'the queue its messages came from; SQS moves them')
    .option('--invoke', 'hand each event in it to the function it was for')
    .option('--journal <aggregate>', 'publish its journal entries again, such as ledger/demo-diploc')
    .option('--table <name>', 'with --journal: the journal table')
    .option('--function <name>', 'with --journal: the function that publishes')
    .option('--after <sequence>', 'with --journal: only the entries after this one')
    .addOption(json())
    .addHelpText('after', REDRIVE)
    .action(async (options) => end(await (await import('./redrive.ts')).redrive(terminal, options)));

  return program;
}

function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

const REDRIVE = `
Examples:
  sla redrive --from <CloseQueue dead letters> --to <CloseQueueUrl>
  sla redrive --from <dead letters of a rule or function> --invoke
  sla redrive --journal ledger/demo-diploc --after 41 --table <journal table> --function <publish-journal function>

Events and documents keep their ids, so that their consumers know a repeat. Messages to people go out again: with --journal,
give --after. Region and credentials are those of the AWS command line.
`;

const EVALUATIONS = `
Every request is {"id": any, "op": …}; its answer is {"id": same, "result": …} or {"id": same, "error": {code, message, path}}.
  deadline      calendar, start, target                              {deadline}
  elapsed       calendar, from, to                                   {ms}
  next-opening  calendar, at                                         {at}
  availability  period {start, end}, outages [[s, e]…], exclusions [[s, e]…], minimum? {longerThanMs, counts}, excludedTime?, target?
                                                                     {totalMs, downtimeMs, excludedMs, percent, met?}
  credit        availability, bands [{below | atOrBelow, percent}…], feeMinor, capPercent?
                                                                     {percent, creditMinor, capped}
  clocks        calendar, targets {response?, resolution?}, pauseStops, events [{type, at, targets?, mode?}…], asOf?
                                                                     {response?, resolution?: {deadline, breached, marginMs}}
A calendar is "24x7" or {timeZone, hours, holidays?, exceptions?}; a target is {businessMs}, {businessDays} or {clockMs};
an instant is RFC 3339 with zone or offset, or UTC epoch milliseconds. Empty lines are passed over. A change of priority
names the targets that change. Without asOf the clocks are read at the last event.
`;
