import type { Json } from '../json.ts';

/** Something that happened, as decided, before the journal numbers it. */
export interface JournalEvent {
  /** Deterministic: the same decision gives the same id, whoever repeats it. */
  readonly id: string;
  /** CloudEvents type such as `sla.service-credit.issued.v1`; types not in the catalogue stay inside the journal. */
  readonly type: string;
  /** When it took effect, UTC epoch ms. */
  readonly at: number;
  /** What it is about, such as `contract/demo-diploc/web`; becomes the CloudEvents subject. */
  readonly subject: string;
  readonly data: Json;
}

/** An event in its aggregate's chain. `hash` covers everything else in the entry, `previousHash` included. */
export interface JournalEntry extends JournalEvent {
  readonly aggregate: string;
  /** 1, 2, 3 … without gaps within the aggregate. */
  readonly sequence: number;
  /** When it was written, UTC epoch ms. */
  readonly recordedAt: number;
  /** SHA-256 (hex) of the entry before it; 64 zeros for the first. */
  readonly previousHash: string;
  readonly hash: string;
}

export const FIRST_PREVIOUS_HASH = '0'.repeat(64);
