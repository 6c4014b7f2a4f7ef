import type { Agreement } from '../domain/contract/agreement.ts';
import type { Contract } from '../domain/contract/contract.ts';
import type { Finding } from '../domain/contract/lint/finding.ts';
import { lintAgreement, lintContract } from '../domain/contract/lint/lint.ts';
import type { Path } from '../domain/errors.ts';
import { readDocument, type SourceDocument } from './document.ts';
import { valueAt } from './issue-text.ts';

export interface LintFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A fault with its place in a file. */
export interface FileFinding extends Finding {
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
}

interface ReadFile {
  readonly name: string;
  readonly source: SourceDocument;
  readonly document: Agreement | Contract;
}

/**
 * Every fault of the agreements and contracts in the files, all at once: malformed YAML and values that are not allowed
 * as well as what the linter finds. A contract is looked at together with its agreement when that is among the files.
 * @param asOf UTC epoch ms: documents that run on cover the years up to then
 * @returns by file in the order given, then by line; empty when there is nothing to find
 * Source: semantics, agreements and contracts as data
 */
export function lintFiles(files: readonly LintFile[], asOf: number): readonly FileFinding[] {
  const findings: FileFinding[] = [];
  const read: ReadFile[] = [];
  for (const { name, bytes } of files) {
    const checked = readDocument(bytes);
    if ('document' in checked) read.push({ name, source: checked.source, document: checked.document });
    for (const { rule, path, line, message } of checked.problems) {
      const clause = clauseAt(checked.source.value, path);
      findings.push({
        file: name,
        line,
        rule,
        severity: 'error',
        path,
        ...(clause !== undefined && { clause }),
        message,
      });
    }
  }
  const agreements = read.flatMap(({ document }) => (document.kind === 'agreement' ? [document] : []));
  for (const [i, { name, source, document }] of read.entries()) {
    const found = [...twice(read, i), ...lintDocument(document, agreements, asOf)];
    for (const finding of found) findings.push({ ...finding, file: name, line: source.lineOf(finding.path) });
  }
  const order = new Map(files.map(({ name }, i) => [name, i]));
  return findings.sort((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) || a.line - b.line);
}

function lintDocument(document: Agreement | Contract, agreements: readonly Agreement[], asOf: number) {
  if (document.kind === 'agreement') return lintAgreement(document, asOf);
  const { ref, version } = document.agreement;
  const agreement = agreements.find((candidate) => candidate.ref === ref && candidate.version === version);
  return lintContract(document, agreement, asOf);
}

/** A version is written once; two files of one version contradict each other sooner or later. */
function twice(read: readonly ReadFile[], index: number): readonly Finding[] {
  const { kind, ref, version } = (read[index] as ReadFile).document;
  const first = read
    .slice(0, index)
    .find(({ document }) => document.kind === kind && document.ref === ref && document.version === version);
  if (first === undefined) return [];
  const message = `${kind} ${ref} version ${version} stands in ${first.name} already; allowed is one file for each version`;
  return [{ rule: 'duplicate-ref', severity: 'error', path: ['ref'], message }];
}

/** The clause of the innermost rule that a path leads through. */
function clauseAt(value: unknown, path: Path): string | undefined {
  for (let length = path.length; length > 0; length--) {
    const clause = valueAt(value, [...path.slice(0, length), 'clause']);
    if (typeof clause === 'string') return clause;
  }
  return undefined;
}
