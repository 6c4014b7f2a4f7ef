/** A queue of work for another function, delivered at least once and in no order. */
export interface WorkQueue<T> {
  /** @param delaySeconds 0 to 900 before the messages can be seen; default 0 */
  send(messages: readonly T[], delaySeconds?: number): Promise<void>;
}

/** What close-contract is asked to do. */
export type CloseTask =
  | { readonly task: 'close'; readonly contractRef: string; readonly month: string }
  /** Look whether that many contracts of the month have closed or wait, and if so write its control record. */
  | { readonly task: 'complete'; readonly month: string; readonly contracts: number; readonly attempt: number };
