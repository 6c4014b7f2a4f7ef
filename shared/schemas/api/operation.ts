import type { z } from 'zod';

/** Media types a body may come in; what each is read as is up to the schema. */
export type BodyType = 'application/json' | 'application/yaml' | 'text/csv';

export interface ApiResponse {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** Default `application/json`. */
  readonly contentType?: string;
}

/**
 * One operation of the HTTP API: the schemas that check a request are the ones its documentation is made from.
 */
export interface ApiOperation<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  H extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
> {
  readonly summary: string;
  readonly path: P;
  readonly query: Q;
  /** Names in lower case. Other headers pass unseen. */
  readonly headers: H;
  /** Absent: the operation takes no body. */
  readonly body?: { readonly types: readonly BodyType[]; readonly schema: B; readonly maxBytes: number };
  readonly responses: Readonly<Record<number, ApiResponse>>;
}
