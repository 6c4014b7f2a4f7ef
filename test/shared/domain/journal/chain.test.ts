import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../shared/adapters/sha256.ts';
import { chain, EMPTY_CHAIN, verifyChain } from '../../../../shared/domain/journal/chain.ts';
import {
  FIRST_PREVIOUS_HASH,
  type JournalEntry,
  type JournalEvent,
} from '../../../../shared/domain/journal/journal.ts';

function event(id: string): JournalEvent {
  return { id, type: 'sla.test.v1', at: 5, subject: 'contract/x', data: { id, nested: { b: 1, a: [true, null] } } };
}

function chainOf(count: number): readonly JournalEntry[] {
  const events = Array.from({ length: count }, (_, i) => event(`e${i + 1}`));
  return chain(EMPTY_CHAIN, 'contract/x', events, 1000, sha256);
}

function changed(entries: readonly JournalEntry[], at: number, change: Partial<JournalEntry>): JournalEntry[] {
  return entries.map((entry, i) => (i === at ? { ...entry, ...change } : entry));
}

describe('the chain of an aggregate', () => {
  it('begins with 64 zeros, numbers from one and links each entry to the one before', () => {
    const [first, second, third] = chainOf(3);
    expect(first).toMatchObject({ sequence: 1, previousHash: FIRST_PREVIOUS_HASH, recordedAt: 1000 });
    expect(second).toMatchObject({ sequence: 2, previousHash: first?.hash, aggregate: 'contract/x' });
    expect(third).toMatchObject({ sequence: 3, previousHash: second?.hash });
  });

  it('comes out the same whether events are added together or one by one', () => {
    const whole = chainOf(4);
    let head = EMPTY_CHAIN;
    const single = whole.flatMap(({ id }) => {
      const added = chain(head, 'contract/x', [event(id)], 1000, sha256);
      head = added.at(-1) ?? head;
      return added;
    });
    expect(single).toEqual(whole);
  });

  it('is in order when empty, and whatever the order of the members', () => {
    expect(verifyChain([], sha256)).toBeUndefined();
    const turned = chainOf(3).map((entry) => Object.fromEntries(Object.entries(entry).reverse()));
    expect(verifyChain(turned as unknown as JournalEntry[], sha256)).toBeUndefined();
  });

  it.each([
    ['a changed amount', { data: { id: 'e3', amount: 1 } }, { sequence: 3, problem: 'changed-entry' }],
    ['a changed instant', { at: 6 }, { sequence: 3, problem: 'changed-entry' }],
    ['a changed time of recording', { recordedAt: 1001 }, { sequence: 3, problem: 'changed-entry' }],
    ['another aggregate', { aggregate: 'contract/y' }, { sequence: 3, problem: 'changed-entry' }],
    ['an added member', { more: 1 } as Partial<JournalEntry>, { sequence: 3, problem: 'changed-entry' }],
    ['another number', { sequence: 4 }, { sequence: 3, problem: 'missing-entry' }],
    ['another hash before it', { previousHash: 'f'.repeat(64) }, { sequence: 3, problem: 'broken-link' }],
  ] as const)('shows %s and its place', (_, change, fault) => {
    expect(verifyChain(changed(chainOf(5), 2, change), sha256)).toEqual(fault);
  });

  it('shows an entry changed together with its own hash at the next one', () => {
    const entries = chainOf(5);
    const [forged] = chain(entries[1] ?? EMPTY_CHAIN, 'contract/x', [event('forged')], 1000, sha256);
    expect(verifyChain(changed(entries, 2, forged as JournalEntry), sha256)).toEqual({
      sequence: 4,
      problem: 'broken-link',
    });
  });

  it('shows any entry that is taken out, unless it is the last, and any two that change places', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 8 }), fc.nat(7), fc.nat(7), (count, a, b) => {
        const entries = chainOf(count);
        const [at, to] = [a % count, b % count];
        if (at < count - 1) {
          const without = entries.filter((_, i) => i !== at);
          expect(verifyChain(without, sha256)).toEqual({ sequence: at + 1, problem: 'missing-entry' });
        }
        const swapped = entries.map((entry, i) => (i === at ? entries[to] : i === to ? entries[at] : entry));
        const fault = verifyChain(swapped as JournalEntry[], sha256);
        expect(fault?.sequence).toBe(at === to ? undefined : Math.min(at, to) + 1);
      }),
    );
  });
});
