/** A contract's month as closed, or as waiting for a person. */
export interface MonthClose {
  readonly contractRef: string;
  readonly contractVersion: number;
  /** `2025-03`, in the contract's zone. */
  readonly month: string;
  /** 1 for the first; every correction is one more. */
  readonly revision: number;
  readonly state: 'closed' | 'needs-review';
  /** Why it waits; empty when closed. */
  readonly reasons: readonly string[];
  /** UTC epoch ms. */
  readonly closedAt: number;
  readonly statementIds: readonly string[];
  /**
   * Every credit issued for the month, by this revision and those before it; empty is proof that none was due. Control
   * records add them up, so that a month's sums are all that billing was told of it.
   */
  readonly credits: readonly {
    readonly creditId: string;
    readonly revision: number;
    readonly currency: string;
    /** Signed: what this credit adds to (or takes from) those before it. */
    readonly netMinor: number;
    readonly taxMinor: number;
    readonly grossMinor: number;
  }[];
}

/** Control record of a month over all contracts; counts and sums let billing prove completeness. */
export interface CreditRun {
  readonly runId: string;
  readonly month: string;
  /** A later close in the same month (a review, a correction) makes one more. */
  readonly revision: number;
  readonly completedAt: number;
  readonly contracts: number;
  readonly closed: number;
  readonly waiting: number;
  readonly creditsIssued: number;
  readonly sums: readonly {
    readonly currency: string;
    readonly netMinor: number;
    readonly taxMinor: number;
    readonly grossMinor: number;
  }[];
  /** SHA-256 over the list of closes it counts. */
  readonly listSha256: string;
}
