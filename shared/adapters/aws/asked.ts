import { PreconditionError } from '../../domain/errors.ts';

/**
 * What AWS answers to a person's command.
 * @param what follows "cannot" in the message
 * @throws PreconditionError with what AWS says, such as missing credentials or a queue that is not there
 */
export async function asked<T>(what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    const { name, message } = cause as Error;
    throw new PreconditionError(`cannot ${what}: ${name}: ${message}`, { cause });
  }
}
