import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Schedule } from '../../shared/domain/incident/incident.ts';
import type { CloudEvent } from '../../shared/domain/journal/cloud-event.ts';
import type { Notification } from '../../shared/domain/notification/notification.ts';
import type { DeadlineScheduler } from '../../shared/ports/deadline-scheduler.ts';
import type { EventPublisher } from '../../shared/ports/event-publisher.ts';
import type { NotificationPublisher } from '../../shared/ports/notification-publisher.ts';

/** A published thing as a person looks at it: newest first. */
export interface Outgoing<T> {
  readonly publishedAt: number;
  readonly message: T;
}

/**
 * Stands in for the bus, the topics and the scheduler: everything that goes outward is kept in a file, once per id, so
 * that a person can look at it and a restart finds the schedules as they were.
 */
export class LocalOutbox {
  readonly events: EventPublisher;
  readonly notifications: NotificationPublisher;
  readonly scheduler: DeadlineScheduler;
  readonly #database: DatabaseSync;
  readonly #heard: { event?: (event: CloudEvent) => void; notification?: (message: Notification) => void } = {};
  #onSchedule: () => void = () => {};

  constructor(folder: string) {
    this.#database = new DatabaseSync(join(folder, 'outbox.sqlite'));
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      CREATE TABLE IF NOT EXISTS outgoing (kind TEXT, id TEXT, at INTEGER, body TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS outgoing_at ON outgoing (kind, at);
      CREATE TABLE IF NOT EXISTS schedule (name TEXT PRIMARY KEY, at INTEGER, body TEXT) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS schedule_at ON schedule (at);
    `);
    this.events = { publish: async (events) => this.#keep('event', events, this.#heard.event) };
    this.notifications = { send: async (messages) => this.#keep('notification', messages, this.#heard.notification) };
    this.scheduler = {
      set: async (schedule) => {
        this.#database
          .prepare('INSERT OR REPLACE INTO schedule (name, at, body) VALUES (?, ?, ?)')
          .run(schedule.name, schedule.at, JSON.stringify(schedule));
        this.#onSchedule();
      },
      cancel: async (name) => {
        this.#database.prepare('DELETE FROM schedule WHERE name = ?').run(name);
      },
    };
  }

  /** Whom to tell of what is new; repeats are kept quiet. */
  listen(heard: { event?: (event: CloudEvent) => void; notification?: (message: Notification) => void }): void {
    Object.assign(this.#heard, heard);
  }

  onSchedule(changed: () => void): void {
    this.#onSchedule = changed;
  }

  /** When the next schedule fires; undefined when there is none. */
  nextAt(): number | undefined {
    const row = this.#database.prepare('SELECT MIN(at) AS at FROM schedule').get();
    return typeof row?.['at'] === 'number' ? row['at'] : undefined;
  }

  /** Schedules due at an instant, soonest first. They stay until `fired`. */
  due(now: number, limit: number): readonly Schedule[] {
    return this.#database
      .prepare('SELECT body FROM schedule WHERE at <= ? ORDER BY at LIMIT ?')
      .all(now, limit)
      .map(({ body }) => JSON.parse(String(body)) as Schedule);
  }

  /** A schedule has been put and answered; one set anew meanwhile stays. */
  fired({ name, at }: Schedule): void {
    this.#database.prepare('DELETE FROM schedule WHERE name = ? AND at = ?').run(name, at);
  }

  publishedEvents(limit: number): readonly Outgoing<CloudEvent>[] {
    return this.#newest('event', limit);
  }

  sentNotifications(limit: number): readonly Outgoing<Notification>[] {
    return this.#newest('notification', limit);
  }

  close(): void {
    this.#database.close();
  }

  #keep<T extends { readonly id: string }>(
    kind: string,
    items: readonly T[],
    heard?: (item: T) => void,
  ): readonly string[] {
    const insert = this.#database.prepare('INSERT OR IGNORE INTO outgoing (kind, id, at, body) VALUES (?, ?, ?, ?)');
    for (const item of items) {
      const { changes } = insert.run(kind, item.id, Date.now(), JSON.stringify(item));
      if (changes > 0) heard?.(item);
    }
    return [];
  }

  #newest<T>(kind: string, limit: number): readonly Outgoing<T>[] {
    return this.#database
      .prepare('SELECT at, body FROM outgoing WHERE kind = ? ORDER BY at DESC, id DESC LIMIT ?')
      .all(kind, limit)
      .map(({ at, body }) => ({ publishedAt: Number(at), message: JSON.parse(String(body)) as T }));
  }
}
