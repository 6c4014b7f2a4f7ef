import { beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../shared/adapters/sha256.ts';
import { TransactionLost, type Write } from '../../shared/adapters/store/item-store.ts';
import { JournalWriter } from '../../shared/adapters/store/journal-writer.ts';
import { ValidationError } from '../../shared/domain/errors.ts';
import { verifyChain } from '../../shared/domain/journal/chain.ts';
import { everyPage } from '../../shared/ports/page.ts';
import { HEAD_KEY } from '../../shared/resources/journal-keys.ts';
import { event, freshSpace, NOW, type PortAdapters } from './port-adapters.ts';

/** What every journal must do, and what is written together with it; run on each adapter. */
export function journalReaderSuite(name: string, open: () => Promise<PortAdapters>): void {
  describe(`journal: ${name}`, () => {
    let adapters: PortAdapters;
    let writer: JournalWriter;
    const all = (aggregate: string) => everyPage((page) => adapters.journal.entries(aggregate, page));

    beforeAll(async () => {
      adapters = await open();
      writer = new JournalWriter(adapters.store, { now: () => NOW });
    });

    it('numbers entries from one and links each to the one before', async () => {
      const aggregate = `test/${freshSpace()}`;
      await writer.commit([], aggregate, [event('a'), event('b')]);
      await writer.commit([], aggregate, [event('c')]);
      const entries = await all(aggregate);
      expect(entries.map(({ id, sequence, recordedAt }) => [id, sequence, recordedAt])).toEqual([
        ['a', 1, NOW],
        ['b', 2, NOW],
        ['c', 3, NOW],
      ]);
      expect(verifyChain(entries, sha256)).toBeUndefined();
    });

    it('keeps one unbroken chain with every entry of many writers at the same moment', async () => {
      const aggregate = `test/${freshSpace()}`;
      const ids = Array.from({ length: 24 }, (_, i) => `e${i}`);
      await Promise.all(ids.map((id) => writer.commit([], aggregate, [event(id)])));
      const entries = await all(aggregate);
      expect(entries.map(({ id }) => id).sort()).toEqual([...ids].sort());
      expect(verifyChain(entries, sha256)).toBeUndefined();
    });

    it('writes neither state nor entries when a condition of the state does not hold, and tells which', async () => {
      const aggregate = `test/${freshSpace()}`;
      const [first, second] = ['first', 'second'].map((sk) => ({ pk: aggregate, sk }));
      const put = (key = { pk: '', sk: '' }): Write => ({ table: 'downtime', put: key, when: { absent: true } });
      await writer.commit([put(second)], aggregate, [event('a')]);
      const lost = await writer.commit([put(first), put(second)], aggregate, [event('b')]).catch((error) => error);
      expect(lost).toBeInstanceOf(TransactionLost);
      expect((lost as TransactionLost).failed).toEqual([1]);
      expect(await adapters.store.get('downtime', [first ?? { pk: '', sk: '' }])).toEqual([undefined]);
      expect(await all(aggregate)).toHaveLength(1);
      const [head] = await adapters.store.get('journal', [{ pk: aggregate, sk: HEAD_KEY }]);
      expect(head).toMatchObject({ sequence: 1 });
    });

    it('pages through entries by sequence, beyond nine and ninety-nine', async () => {
      const aggregate = `test/${freshSpace()}`;
      for (const from of [0, 60]) {
        await writer.commit(
          [],
          aggregate,
          Array.from({ length: 60 }, (_, i) => event(`e${from + i}`)),
        );
      }
      const entries = await everyPage((page) => adapters.journal.entries(aggregate, { ...page, limit: 7 }));
      expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
      const { next = '' } = await adapters.journal.entries(aggregate, { limit: 1 });
      for (const after of [next, 'nonsense', Buffer.from('{}').toString('base64url')]) {
        await expect(adapters.journal.entries(`test/${freshSpace()}`, { after })).rejects.toThrow(ValidationError);
      }
    });

    it('lists every aggregate once, by name', async () => {
      const space = freshSpace();
      for (const part of ['b', 'a', 'b']) await writer.commit([], `test/${space}/${part}`, [event('x')]);
      const listed = await everyPage((page) => adapters.journal.aggregates({ ...page, limit: 5 }));
      expect(listed.filter((aggregate) => aggregate.includes(space))).toEqual([`test/${space}/a`, `test/${space}/b`]);
    });

    it('reads what a later version added to an item, and refuses a form it does not know', async () => {
      const ref = freshSpace();
      const outage = { id: 'a', source: 'import', start: 1, end: 2, scope: 'all-users', environment: 'p', more: 1 };
      const key = { pk: `SERVICE#${ref}#web`, sk: 'ID#OUTAGE#a' };
      const item = { ...key, schema: 1, added: 'later', body: JSON.stringify(outage) };
      const service = { contractRef: ref, serviceRef: 'web' };
      await adapters.store.transact([{ table: 'downtime', put: item }]);
      expect(await adapters.downtime.outage(service, 'a')).toEqual(outage);
      await adapters.store.transact([{ table: 'downtime', put: { ...item, schema: 2 } }]);
      await expect(adapters.downtime.outage(service, 'a')).rejects.toThrow('later version');
    });
  });
}
