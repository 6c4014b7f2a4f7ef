/** The only place where the present comes from. */
export interface Clock {
  /** UTC epoch ms. */
  now(): number;
}
