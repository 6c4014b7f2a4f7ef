import * as z from 'zod';
import { AgreementSchema } from '../agreement.ts';
import { ContractSchema } from '../contract.ts';
import type { ApiOperation } from './operation.ts';
import { AnyHeaders, Nothing, PageQuery, pageOf, REFUSALS, Ref, Version } from './parts.ts';

const AgreementPath = z.strictObject({ agreementRef: Ref, version: Version });
const ContractVersionPath = z.strictObject({ contractRef: Ref, version: Version });

const Applied = z
  .object({ ref: z.string(), version: z.number().int(), outcome: z.enum(['saved', 'unchanged']) })
  .meta({ id: 'Applied' });

const applied = {
  200: { description: 'The very same version was there already', schema: Applied },
  201: { description: 'Saved; this version never changes again', schema: Applied },
  ...REFUSALS,
};

const BODY = { types: ['application/json', 'application/yaml'] as const, maxBytes: 350_000 };

export const applyAgreement = {
  summary: 'Apply a version of an agreement',
  path: AgreementPath,
  query: Nothing,
  headers: AnyHeaders,
  body: { ...BODY, schema: AgreementSchema },
  responses: applied,
} satisfies ApiOperation;

export const applyContract = {
  summary: 'Apply a version of a contract; refused while an open question of its agreement leaves a figure undecided',
  path: ContractVersionPath,
  query: Nothing,
  headers: AnyHeaders,
  body: { ...BODY, schema: ContractSchema },
  responses: applied,
} satisfies ApiOperation;

export const readAgreement = {
  summary: 'A version of an agreement as it was applied',
  path: AgreementPath,
  query: Nothing,
  headers: AnyHeaders,
  responses: { 200: { description: 'The document', schema: AgreementSchema }, ...REFUSALS },
} satisfies ApiOperation;

export const readContract = {
  summary: 'A version of a contract as it was applied',
  path: ContractVersionPath,
  query: Nothing,
  headers: AnyHeaders,
  responses: { 200: { description: 'The document', schema: ContractSchema }, ...REFUSALS },
} satisfies ApiOperation;

export const listAgreements = {
  summary: 'Agreements with their newest version',
  path: Nothing,
  query: PageQuery,
  headers: AnyHeaders,
  responses: {
    200: {
      description: 'A page of agreements',
      schema: pageOf(
        z.object({ ref: z.string(), version: z.number().int(), title: z.string() }).meta({ id: 'AgreementListing' }),
      ),
    },
    ...REFUSALS,
  },
} satisfies ApiOperation;

export const listContracts = {
  summary: 'Contracts with their newest version',
  path: Nothing,
  query: PageQuery,
  headers: AnyHeaders,
  responses: {
    200: {
      description: 'A page of contracts',
      schema: pageOf(
        z
          .object({
            ref: z.string(),
            version: z.number().int(),
            customerRef: z.string(),
            agreement: z.object({ ref: z.string(), version: z.number().int() }),
            startsOn: z.string(),
            endsBefore: z.string().optional(),
            effectiveFrom: z.string(),
            grace: z.string().optional(),
          })
          .meta({ id: 'ContractListing' }),
      ),
    },
    ...REFUSALS,
  },
} satisfies ApiOperation;
