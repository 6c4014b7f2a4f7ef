import type { VatCategory } from '../contract/contract.ts';
import { type Path, ValidationError } from '../errors.ts';
import { shareOf } from './money.ts';
import { parsePercent } from './percent.ts';

export interface VatLine {
  readonly category: VatCategory;
  /** Exact percentage. Only category S has one that is charged. */
  readonly rate: string;
  readonly netMinor: number;
}

/** One category and rate of a document: the sum of its lines and the VAT on that sum. */
export interface VatGroup extends VatLine {
  readonly taxMinor: number;
}

/** S standard, AE reverse charge, Z zero rated, E exempt, O outside scope. */
export const VAT_CATEGORIES: readonly VatCategory[] = ['S', 'AE', 'Z', 'E', 'O'];

/**
 * VAT of a document: half up once per category and rate, on the sum of the lines, never per line.
 * @param lines net amounts in minor units; a negative net has the negative of the VAT of its size
 * @returns one group per category and rate, in the order in which they first appear
 * @throws ValidationError for an unknown category or a rate that is no percentage
 * Source: semantics, credit: VAT is rounded half up once per category and rate on the total
 */
export function vatGroups(lines: readonly VatLine[]): readonly VatGroup[] {
  const sums = new Map<string, VatLine>();
  for (const [i, line] of lines.entries()) {
    const rate = chargedRate(line.category, line.rate, [i]);
    const key = `${line.category} ${parsePercent(rate)}`;
    const before = sums.get(key);
    sums.set(key, before ? { ...before, netMinor: before.netMinor + line.netMinor } : { ...line, rate });
  }
  return [...sums.values()].map((group) => ({ ...group, taxMinor: vatOf(group) }));
}

/** VAT on one category's total, half up; nothing for every category but S. */
export function vatOf({ category, rate, netMinor }: VatLine): number {
  return category === 'S' ? shareOf(netMinor, parsePercent(rate)) : 0;
}

/**
 * The rate that is charged: the contract's for S, zero for the others, where the buyer or nobody owes VAT.
 * @throws ValidationError (with `path`) for an unknown category or a rate that is no percentage
 */
export function chargedRate(category: VatCategory, rate: string, path: Path = []): string {
  if (!VAT_CATEGORIES.includes(category)) {
    throw new ValidationError(`"${category}" is not a VAT category; allowed are ${VAT_CATEGORIES.join(', ')}`, {
      path: [...path, 'category'],
    });
  }
  parsePercent(rate, [...path, 'rate']);
  return category === 'S' ? rate : '0';
}
