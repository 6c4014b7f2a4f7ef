import { DatabaseSync } from 'node:sqlite';

/**
 * Gives the embedded server's file an index. The server numbers each stream record by looking for the highest number so
 * far, through all records there are: without the index every write to the journal would be slower than the one before. It
 * changes nothing else; with a server that keeps its records differently there is nothing to index.
 * @param file the database of a server that is running
 */
export function indexStreamRecords(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    if (database.prepare(`SELECT 1 FROM sqlite_master WHERE name = '_stream_records'`).get() === undefined) return;
    database.exec(
      'CREATE INDEX IF NOT EXISTS sla_stream_order ON _stream_records (table_name, CAST(sequence_number AS INTEGER))',
    );
  } catch {
    // Other columns: a version that may not need it.
  } finally {
    database.close();
  }
}
