import { startDatabase } from '../../../infra/local/database.ts';
import { StoredDowntimeRepository } from '../../../shared/adapters/store/stored-downtime-repository.ts';
import { storeOf } from './scratch-database.ts';

/** Run as a process of its own: opens the database in a folder, writes outages and says each one that is stored. */
const folder = process.argv[2] as string;
const database = await startDatabase(folder);
const downtime = new StoredDowntimeRepository(storeOf(database), { now: () => 1_779_000_000_000 });
process.stdout.write('ready\n');
for (let i = 0; ; i++) {
  const id = `outage-${i}`;
  const record = { id, source: 'import', start: i, end: i + 1, scope: 'all-users', environment: 'production' } as const;
  const event = { id, type: 'sla.outage.recorded.v1', at: i, subject: 'contract/c/web', data: {} };
  await downtime.addOutages({ contractRef: 'c', serviceRef: 'web' }, [{ record, events: [event] }]);
  process.stdout.write(`${id}\n`);
}
