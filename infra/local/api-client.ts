import type { Agreement } from '../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../shared/domain/contract/contract.ts';

/**
 * Applies an agreement or a contract. A version that is there already stays as it is.
 * @throws Error that says what to do when its text has been changed since
 */
export async function putDocument(url: string, document: Agreement | Contract): Promise<void> {
  const { kind, ref, version } = document;
  const path = `/${kind}s/${ref}/versions/${version}`;
  await callApi(url, 'PUT', path, JSON.stringify(document)).catch((error: unknown) => {
    if (!(error instanceof Refused) || error.status !== 409) throw error;
    throw new Error(
      `${kind} ${ref} version ${version} was changed in its file after it had been applied. A version never changes: ` +
        'give the text a new version, or remove the data folder to begin anew.',
    );
  });
}

/** An answer that is not a success. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** One request to the API. @throws Error with the whole answer when it is not a success */
export async function callApi<T>(
  url: string,
  method: string,
  path: string,
  body?: string | Uint8Array<ArrayBuffer>,
  contentType = 'application/json',
): Promise<T> {
  const init = body === undefined ? { method } : { method, body, headers: { 'content-type': contentType } };
  const response = await fetch(`${url}${path}`, init);
  const text = await response.text();
  if (!response.ok)
    throw new Refused(response.status, `${method} ${path} was answered with ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}
