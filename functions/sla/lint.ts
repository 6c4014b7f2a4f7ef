import { startOfLocalDay } from '../../shared/domain/business-time/zone.ts';
import { ValidationError } from '../../shared/domain/errors.ts';
import { readDocument } from '../../shared/schemas/document.ts';
import { type FileFinding, type LintFile, lintFiles } from '../../shared/schemas/lint-files.ts';
import { findAgreementFile } from './documents.ts';
import { nameOf, readBytes } from './read-file.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';

export interface LintOptions {
  readonly files: readonly string[];
  readonly asOf?: string;
  readonly json?: boolean;
}

/** Every fault of the files, each with file, line and clause. */
export async function lint(terminal: Terminal, { files, asOf, json }: LintOptions): Promise<ExitCode> {
  const until = asOf === undefined ? terminal.now() : dayOf(asOf);
  const read = await Promise.all(
    [...new Set(files)].map(async (file) => ({ file, name: nameOf(file), bytes: await readBytes(terminal, file) })),
  );
  const behind = await agreementsBehind(terminal, read);
  const asked = new Set(read.map(({ name }) => name));
  const findings = lintFiles([...read, ...behind], until).filter(({ file }) => asked.has(file));
  if (json === true) await terminal.print(`${JSON.stringify(findings, null, 2)}\n`);
  else await terminal.print(`${findings.map(lineOf).join('')}${summary(findings, read.length)}`);
  return findings.length === 0 ? EXIT.done : EXIT.found;
}

function dayOf(date: string): number {
  try {
    return startOfLocalDay(date, 'UTC');
  } catch (cause) {
    throw new ValidationError(`--as-of: ${(cause as Error).message}`, { cause });
  }
}

/** Agreements of the contracts that were not named themselves. Their own faults are not asked for. */
async function agreementsBehind(
  terminal: Terminal,
  files: readonly (LintFile & { readonly file: string })[],
): Promise<readonly LintFile[]> {
  const documents = files.map(({ file, bytes }) => ({ file, read: readDocument(bytes) }));
  const given = new Set<string>();
  for (const { read } of documents) {
    if ('document' in read && read.document.kind === 'agreement') given.add(keyOf(read.document));
  }
  const behind: LintFile[] = [];
  for (const { file, read } of documents) {
    if (!('document' in read) || read.document.kind !== 'contract' || given.has(keyOf(read.document.agreement)))
      continue;
    given.add(keyOf(read.document.agreement));
    const found = await findAgreementFile(terminal, read.document.agreement, file);
    if (found !== undefined)
      behind.push({ name: `${found} (behind ${file})`, bytes: await readBytes(terminal, found) });
  }
  return behind;
}

function keyOf({ ref, version }: { readonly ref: string; readonly version: number }): string {
  return `${ref} ${version}`;
}

function lineOf({ file, line, severity, clause, message, rule }: FileFinding): string {
  return `${file}:${line}: ${severity}: ${clause === undefined ? '' : `${clause}: `}${message} [${rule}]\n`;
}

function summary(findings: readonly FileFinding[], files: number): string {
  const of = `${files} ${files === 1 ? 'file' : 'files'}`;
  if (findings.length === 0) return `${of}: nothing found\n`;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return `${of}: ${findings.length} found, ${errors} of them errors\n`;
}
