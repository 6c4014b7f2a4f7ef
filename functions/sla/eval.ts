import { SlaError, ValidationError } from '../../shared/domain/errors.ts';
import { evaluate } from './evaluate.ts';
import { type Line, linesOf } from './lines.ts';
import { bytesOf } from './read-file.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';

/** Answers each line of a JSON Lines file, or of standard input, with one line. */
export async function evalLines(terminal: Terminal, file: string): Promise<ExitCode> {
  for await (const lines of linesOf(bytesOf(terminal, file))) {
    let answers = '';
    for (const line of lines) {
      if (typeof line === 'string' && line.trim() === '') continue;
      answers += `${answerLine(line)}\n`;
    }
    if (answers !== '') await terminal.print(answers);
  }
  return EXIT.done;
}

/** The answer to one line, as JSON text. Never throws. */
export function answerLine(line: Line): string {
  let request: unknown;
  try {
    request = parse(line);
  } catch (error) {
    return `{"id":null,"error":${errorText(error)}}`;
  }
  const id = typeof line === 'string' ? idText(request, line) : 'null';
  try {
    return `{"id":${id},"result":${JSON.stringify(evaluate(request))}}`;
  } catch (error) {
    return `{"id":${id},"error":${errorText(error)}}`;
  }
}

function parse(line: Line): unknown {
  if (typeof line !== 'string') throw new ValidationError(line.unreadable);
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new ValidationError(`the line is not JSON: ${(error as Error).message}`);
  }
}

function errorText(error: unknown): string {
  if (error instanceof SlaError) {
    return JSON.stringify({ code: error.code, message: error.message, path: error.path });
  }
  return JSON.stringify({ code: 'INTERNAL', message: `cannot be answered: ${(error as Error).message}`, path: [] });
}

/** The sender's id as it was written: a number beyond what a double holds comes back digit for digit. */
function idText(request: unknown, line: string): string {
  if (typeof request !== 'object' || request === null || !Object.hasOwn(request, 'id')) return 'null';
  const { id } = request as { id: unknown };
  if (typeof id === 'string' || Number.isSafeInteger(id)) return JSON.stringify(id);
  const exact = (JSON.parse as ParseWithSource)(line, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined ? (JSON as RawJson).rawJSON(source) : value,
  ) as { id: unknown };
  return JSON.stringify(exact.id);
}

type ParseWithSource = (
  text: string,
  reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
) => unknown;
type RawJson = typeof JSON & { readonly rawJSON: (source: string) => unknown };
