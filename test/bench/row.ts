/** What a bench found, beside what it is to reach. Nothing is asserted: a figure is for a person to read. */
export interface BenchRow {
  readonly name: string;
  readonly measured: number;
  readonly unit: string;
  readonly aimed?: { readonly atLeast: number } | { readonly atMost: number };
}

export interface Bench {
  /** Its file's name, by which it can be asked for. */
  readonly file: string;
  readonly run: () => Promise<readonly BenchRow[]>;
}
