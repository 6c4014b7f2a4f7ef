/** What a command has of the world: standard streams, files and the clock. */
export interface Terminal {
  /** Standard input, as bytes. */
  readonly input: () => AsyncIterable<Uint8Array>;
  /** A file's bytes. @throws ValidationError when it cannot be read */
  readonly open: (path: string) => AsyncIterable<Uint8Array>;
  /** Names of the files in a folder, in order; none when there is no such folder. */
  readonly list: (folder: string) => Promise<readonly string[]>;
  /** Writes a file as a whole or not at all; its folder is made where it is missing. */
  readonly save: (path: string, parts: Iterable<string>) => Promise<void>;
  /** To standard output; resolves when there is room for more. */
  readonly print: (text: string) => Promise<void>;
  /** To standard error. */
  readonly warn: (text: string) => void;
  /** Asks for little memory rather than the highest speed, from here on. */
  readonly spareMemory: () => void;
  /** Gives back what is no longer used, between two large pieces of work. */
  readonly releaseMemory: () => void;
  /** UTC epoch ms. */
  readonly now: () => number;
}

/** What a command ends with: done, a finding or a disagreement, bad usage or bad input. */
export const EXIT = { done: 0, found: 1, bad: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
