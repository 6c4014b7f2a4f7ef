import { expect, it } from 'vitest';
import type { z } from 'zod';
import type { Agreement } from '../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../shared/domain/contract/contract.ts';
import type { AgreementSchema } from '../../shared/schemas/agreement.ts';
import type { ContractSchema } from '../../shared/schemas/contract.ts';

/** The members of a document at every depth, whether optional or not, without what they hold. */
type Members<T> = T extends readonly (infer Item)[]
  ? { readonly list: Members<Item> }
  : T extends object
    ? { readonly [K in keyof T]-?: Members<NonNullable<T[K]>> }
    : 'value';

type Same<A, B> = [A, B] extends [B, A] ? true : false;

it('schemas and domain documents have the very same members', () => {
  const agreement: Same<Members<z.output<typeof AgreementSchema>>, Members<Agreement>> = true;
  const contract: Same<Members<z.output<typeof ContractSchema>>, Members<Contract>> = true;
  const oneMore: Same<Members<Agreement & { readonly nickname: string }>, Members<Agreement>> = false;
  expect([agreement, contract, oneMore]).toEqual([true, true, false]);
});
