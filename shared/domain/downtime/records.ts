import type { Ground } from '../contract/agreement.ts';

/** What downtime is kept for: one service of one contract. */
export interface ServiceKey {
  readonly contractRef: string;
  readonly serviceRef: string;
}

/** Somebody or something said that the service was down. All instants are UTC epoch ms. */
export interface Outage {
  /** Unique within the service; derived from the source, so that the same report is the same outage. */
  readonly id: string;
  readonly source: 'probe' | 'report' | 'claim' | 'import';
  /** Start of the outage as observed (detection). */
  readonly start: number;
  /** Absent while the outage is open. */
  readonly end?: number;
  /** When it was reported, for sources where that may precede or follow detection. */
  readonly reportedAt?: number;
  readonly scope: 'some-users' | 'all-users';
  readonly environment: string;
  readonly title?: string;
  /** Kept proof: the last good observation before it, a file, a screenshot. */
  readonly evidence?: readonly Evidence[];
}

export interface Evidence {
  readonly uri: string;
  readonly sha256?: string;
  readonly note?: string;
}

/** A maintenance window as announced; the announcement itself is the proof. */
export interface Announcement {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  /** When it reached each channel. */
  readonly sent: readonly { readonly channel: string; readonly at: number; readonly evidence?: Evidence }[];
  readonly text?: string;
}

/** A person's decision that an interval is taken out on a ground the contract knows. */
export interface Exclusion {
  readonly id: string;
  readonly ground: Ground;
  readonly start: number;
  readonly end: number;
  readonly decidedBy: string;
  readonly decidedAt: number;
  readonly reason: string;
  readonly clause?: string;
  readonly evidence?: readonly Evidence[];
}
