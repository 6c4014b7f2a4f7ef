import { outageEvents } from '../../shared/domain/downtime/record-events.ts';
import type { Outage, ServiceKey } from '../../shared/domain/downtime/records.ts';
import { ValidationError } from '../../shared/domain/errors.ts';
import { type OutageFileOptions, readOutageFile } from '../../shared/schemas/outage-file.ts';
import { assertPast, type DowntimeDesk, termsIn } from './amend-downtime.ts';

export interface ImportResult {
  readonly rows: number;
  readonly added: number;
  readonly unchanged: number;
  readonly skipped: { readonly filtered: number; readonly empty: number };
}

/**
 * Imports a file of outages. The whole file is read before anything is written, so one bad row leaves nothing behind; a
 * crash in the middle of writing leaves records that the next import of the same file finds unchanged.
 * @throws ValidationError naming line, column, value and what was allowed
 * @throws ConflictError when a row's id is stored with other content
 */
export async function importOutages(
  desk: DowntimeDesk,
  service: ServiceKey,
  file: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: Pick<OutageFileOptions, 'where' | 'scope'>,
): Promise<ImportResult> {
  const { service: terms } = await termsIn(desk, service, undefined);
  const outages = new Map<string, Outage>();
  const skipped = { filtered: 0, empty: 0 };
  const now = desk.clock.now();
  let rows = 0;
  for await (const row of readOutageFile(file, { ...options, environment: terms.environment })) {
    rows += 1;
    if ('skipped' in row) {
      skipped[row.skipped] += 1;
      continue;
    }
    const { outage } = row;
    assertRowPast(outage, rows, now);
    if (outages.has(outage.id)) {
      const id = outage.id.slice(outage.id.indexOf(':') + 1);
      throw new ValidationError(`row ${rows}: the incident_id "${id}" stands in the file twice`, {
        path: [rows + 1, 'incident_id'],
      });
    }
    outages.set(outage.id, outage);
  }
  const { added, unchanged } = await desk.downtime.addOutages(
    service,
    [...outages.values()].map((record) => ({ record, events: outageEvents(service, undefined, record, now) })),
  );
  return { rows, added: added.length, unchanged: unchanged.length, skipped };
}

function assertRowPast(outage: Outage, row: number, now: number): void {
  try {
    assertPast(outage, now);
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    throw new ValidationError(`row ${row}: ${error.message}`, { path: [row + 1, ...error.path], cause: error });
  }
}
