import { sha256 } from '../../shared/adapters/sha256.ts';
import { ValidationError } from '../../shared/domain/errors.ts';
import { type Verification, verifyStatement } from '../../shared/domain/statement/verify-statement.ts';
import { nameOf, readBytes } from './read-file.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';

export interface VerifyOptions {
  readonly file: string;
  readonly json?: boolean;
}

/** Recomputes a statement, or a list of them, and says where it disagrees. */
export async function verify(terminal: Terminal, { file, json }: VerifyOptions): Promise<ExitCode> {
  const { agrees, differences } = verification(await readBytes(terminal, file), file);
  if (json === true) await terminal.print(`${JSON.stringify({ agrees, differences }, null, 2)}\n`);
  else if (agrees) await terminal.print(`${nameOf(file)}: agrees, recomputed from its inputs to the byte\n`);
  else {
    const lines = differences.map(
      ({ path, stated, recomputed }) =>
        `  ${path === '' ? 'as a whole' : path}: stated ${stated}, recomputed ${recomputed}\n`,
    );
    await terminal.print(`${nameOf(file)}: DISAGREES\n${lines.join('')}`);
  }
  return agrees ? EXIT.done : EXIT.found;
}

/** A changed byte may make the text unreadable as such; that is a disagreement like any other. */
function verification(bytes: Uint8Array, file: string): Verification {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      throw new ValidationError(`${nameOf(file)} has ${bytes.length} bytes, too many to hold as one text`, { cause });
    }
    const difference = { path: '', stated: 'bytes that are not UTF-8', recomputed: 'cannot be recomputed' };
    return { agrees: false, differences: [difference] };
  }
  return verifyStatement(text, sha256);
}
