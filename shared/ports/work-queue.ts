/** A queue of work for another function, delivered at least once. */
export interface WorkQueue<T> {
  send(messages: readonly T[]): Promise<void>;
}
