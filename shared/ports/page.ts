/** One page of a listing by key. `next` is opaque; hand it back as `after` to go on. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

export interface PageRequest {
  /** 1 to 1000; default 100. */
  readonly limit?: number;
  readonly after?: string;
}
