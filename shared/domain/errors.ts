/** Where in the input a value was found: object keys and array indexes, outermost first. */
export type Path = readonly (string | number)[];

export interface SlaErrorOptions {
  readonly cause?: unknown;
  readonly path?: Path;
}

/** Base of every error this product throws on purpose. `code` is stable and safe to show; `path` names the place. */
export abstract class SlaError extends Error {
  abstract readonly code: 'VALIDATION' | 'NOT_FOUND' | 'CONFLICT' | 'PRECONDITION';
  readonly path: Path;

  constructor(message: string, options: SlaErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.path = options.path ?? [];
  }
}

/** A value is not what it must be. The message carries the value and what was allowed. */
export class ValidationError extends SlaError {
  readonly code = 'VALIDATION' as const;
}

/** The named thing does not exist. */
export class NotFoundError extends SlaError {
  readonly code = 'NOT_FOUND' as const;
}

/** Somebody else changed the state first, or the same key was used for something else. */
export class ConflictError extends SlaError {
  readonly code = 'CONFLICT' as const;
}

/** The command makes no sense in the present state. */
export class PreconditionError extends SlaError {
  readonly code = 'PRECONDITION' as const;
}
