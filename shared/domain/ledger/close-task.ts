/** What close-contract is asked to do. */
export type CloseTask =
  | { readonly task: 'close'; readonly contractRef: string; readonly month: string }
  /** Look whether that many contracts of the month have closed or wait, and if so write its control record. */
  | { readonly task: 'complete'; readonly month: string; readonly contracts: number; readonly attempt: number };
