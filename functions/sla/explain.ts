import { sha256 } from '../../shared/adapters/sha256.ts';
import type { Language } from '../../shared/domain/contract/agreement.ts';
import { ValidationError } from '../../shared/domain/errors.ts';
import { explainStatement } from '../../shared/domain/statement/explain.ts';
import type { Statement } from '../../shared/domain/statement/statement.ts';
import { verifyStatement } from '../../shared/domain/statement/verify-statement.ts';
import { nameOf, readText } from './read-file.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';

export interface ExplainOptions {
  readonly file: string;
  readonly language?: Language;
  readonly json?: boolean;
}

/** The derivation of each statement in a file. One that does not agree with its own inputs is explained under a warning. */
export async function explain(terminal: Terminal, { file, language, json }: ExplainOptions): Promise<ExitCode> {
  const text = await readText(terminal, file);
  const statements = statementsIn(text, file);
  if (!verifyStatement(text, sha256).agrees) {
    terminal.warn(`sla: ${nameOf(file)} does not agree with its own inputs; "sla verify" says where\n`);
  }
  const explained = statements.map((statement) => ({
    statementId: statement.statementId,
    text: explanationOf(statement, language, file),
  }));
  if (json === true) await terminal.print(`${JSON.stringify(explained, null, 2)}\n`);
  else await terminal.print(explained.map((one) => one.text).join(`\n${'─'.repeat(80)}\n\n`));
  return EXIT.done;
}

function statementsIn(text: string, file: string): readonly Statement[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ValidationError(`${nameOf(file)} is not JSON: ${(cause as Error).message}`, { cause });
  }
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const [i, one] of list.entries()) {
    const isStatement = typeof one === 'object' && one !== null && 'statementId' in one && 'inputs' in one;
    if (isStatement) continue;
    const place = Array.isArray(value) ? ` at index ${i}` : '';
    throw new ValidationError(
      `${nameOf(file)}${place} is not a statement; give what "sla replay --json" or the API wrote`,
    );
  }
  return list as readonly Statement[];
}

function explanationOf(statement: Statement, language: Language | undefined, file: string): string {
  try {
    return explainStatement(statement, language);
  } catch (cause) {
    throw new ValidationError(
      `${nameOf(file)}: ${statement.statementId} is not a whole statement: ${(cause as Error).message}`,
      { cause },
    );
  }
}
