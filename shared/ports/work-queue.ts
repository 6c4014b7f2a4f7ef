/** A queue of work for another function, delivered at least once and in no order. */
export interface WorkQueue<T> {
  /** @param delaySeconds 0 to 900 before the messages can be seen; default 0 */
  send(messages: readonly T[], delaySeconds?: number): Promise<void>;
}
