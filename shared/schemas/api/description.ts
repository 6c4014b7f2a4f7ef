import * as z from 'zod';
import type { ApiOperation } from './operation.ts';
import { AnyHeaders, Nothing, REFUSALS } from './parts.ts';

export const describeApi = {
  summary: 'This document',
  path: Nothing,
  query: Nothing,
  headers: AnyHeaders,
  responses: {
    200: {
      description: 'OpenAPI 3.1',
      schema: z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }),
    },
    400: REFUSALS[400],
  },
} satisfies ApiOperation;
