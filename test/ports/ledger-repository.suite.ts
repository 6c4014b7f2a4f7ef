import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ServiceCredit } from '../../shared/domain/credit/service-credit.ts';
import { ConflictError, ValidationError } from '../../shared/domain/errors.ts';
import type { CreditRun, MonthClose } from '../../shared/domain/ledger/month-close.ts';
import { type Statement, statementText } from '../../shared/domain/statement/statement.ts';
import type { LedgerRepository } from '../../shared/ports/ledger-repository.ts';
import { everyPage } from '../../shared/ports/page.ts';
import { event, freshSpace, NOW, type PortAdapters } from './port-adapters.ts';

type CloseEntry = Parameters<LedgerRepository['saveClose']>[0];

/** Of a statement only what the ledger looks at, and a ballast for its size. */
function statement(contractRef: string, serviceRef: string, month: string, revision: number, ballast = ''): Statement {
  const statementId = `${contractRef}~${serviceRef}~${month}~${revision}`;
  return { statementId, contractRef, serviceRef, month, revision, ballast } as unknown as Statement;
}

function credit(contractRef: string, serviceRef: string, month: string, revision: number): ServiceCredit {
  const creditId = `${contractRef}~${serviceRef}~${month}`;
  return { creditId, contractRef, serviceRef, month, revision, netMinor: 2490 } as unknown as ServiceCredit;
}

function entryOf(contractRef: string, month: string, revision: number, services = ['web']): CloseEntry {
  const statements = services.map((service) => statement(contractRef, service, month, revision));
  const close: MonthClose = {
    contractRef,
    contractVersion: 1,
    month,
    revision,
    state: 'closed',
    reasons: [],
    closedAt: NOW,
    statementIds: statements.map(({ statementId }) => statementId),
    credits: [],
  };
  const credits = services.map((service) => credit(contractRef, service, month, revision));
  return { close, previousRevision: revision - 1, statements, credits, events: [event(`${month}~${revision}`)] };
}

/** A million characters that do not compress to less than half. */
function noise(length: number): string {
  const parts: string[] = [];
  for (let i = 0; i < length / 64; i++) parts.push(createHash('sha256').update(String(i)).digest('hex'));
  return parts.join('');
}

/** What every ledger repository must do; run on each adapter. */
export function ledgerRepositorySuite(name: string, open: () => Promise<PortAdapters>): void {
  describe(`ledger repository: ${name}`, () => {
    let adapters: PortAdapters;
    const eventIds = async (aggregate: string) => (await adapters.journal.entries(aggregate)).items.map(({ id }) => id);

    beforeAll(async () => {
      adapters = await open();
    });

    it('gives back a close with its statements and credits, and nothing for what is unknown', async () => {
      const ref = freshSpace();
      const entry = entryOf(ref, '2026-03', 1, ['mail', 'web']);
      await adapters.ledger.saveClose(entry);
      expect(await adapters.ledger.close(ref, '2026-03')).toEqual(entry.close);
      expect(await adapters.ledger.close(ref, '2026-04')).toBeUndefined();
      expect(await adapters.ledger.statement(`${ref}~web~2026-03~1`)).toEqual(entry.statements[1]);
      expect(await adapters.ledger.credit(`${ref}~mail~2026-03`, 1)).toEqual(entry.credits[0]);
      for (const id of [`${ref}~web~2026-03~2`, `${ref}~web~2026-03`, '', 'nonsense', `${ref}~web~2026-03~0`]) {
        expect(await adapters.ledger.statement(id)).toBeUndefined();
      }
      expect(await adapters.ledger.credit(`${ref}~mail~2026-03`, 2)).toBeUndefined();
      expect(await eventIds(`ledger/${ref}`)).toEqual(['2026-03~1']);
    });

    it('closes a month once: a second close of the same revision loses and writes nothing', async () => {
      const ref = freshSpace();
      await adapters.ledger.saveClose(entryOf(ref, '2026-03', 1));
      const again = entryOf(ref, '2026-03', 1, ['web', 'extra']);
      await expect(adapters.ledger.saveClose(again)).rejects.toThrow(ConflictError);
      expect(await adapters.ledger.statement(`${ref}~extra~2026-03~1`)).toBeUndefined();
      expect(await eventIds(`ledger/${ref}`)).toHaveLength(1);
    });

    it('takes revisions one after the other and keeps each', async () => {
      const ref = freshSpace();
      await adapters.ledger.saveClose(entryOf(ref, '2026-03', 1));
      await expect(adapters.ledger.saveClose(entryOf(ref, '2026-03', 3))).rejects.toThrow(ConflictError);
      await adapters.ledger.saveClose(entryOf(ref, '2026-03', 2));
      expect((await adapters.ledger.close(ref, '2026-03'))?.revision).toBe(2);
      const revisions = (await adapters.ledger.statements(ref)).items.map(({ revision }) => revision);
      expect(revisions).toEqual([1, 2]);
    });

    it('lets exactly one of several closers win, with one set of entries', async () => {
      const ref = freshSpace();
      const attempts = await Promise.allSettled(
        [1, 2, 3, 4, 5].map(() => adapters.ledger.saveClose(entryOf(ref, '2026-03', 1))),
      );
      expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await eventIds(`ledger/${ref}`)).toEqual(['2026-03~1']);
    });

    it('closes different months of a contract at the same moment, with all entries in one chain', async () => {
      const ref = freshSpace();
      const months = ['2026-01', '2026-02', '2026-03', '2026-04'];
      await Promise.all(months.map((month) => adapters.ledger.saveClose(entryOf(ref, month, 1))));
      expect([...(await eventIds(`ledger/${ref}`))].sort()).toEqual(months.map((month) => `${month}~1`));
    });

    it('lists statements and credits by month, service and revision, credits also of a span of months', async () => {
      const ref = freshSpace();
      for (const month of ['2026-02', '2025-12', '2026-01']) {
        await adapters.ledger.saveClose(entryOf(ref, month, 1, ['web', 'mail']));
      }
      const expected = ['2025-12', '2026-01', '2026-02'].flatMap((month) => [`${month} mail`, `${month} web`]);
      const shown = ({ month, serviceRef }: { month: string; serviceRef: string }) => `${month} ${serviceRef}`;
      const statements = await everyPage((page) => adapters.ledger.statements(ref, { ...page, limit: 4 }));
      expect(statements.map(shown)).toEqual(expected);
      const credits = await everyPage((page) => adapters.ledger.credits(ref, { ...page, limit: 1 }));
      expect(credits.map(shown)).toEqual(expected);
      const span = await adapters.ledger.credits(ref, { from: '2026-01', to: '2026-01' });
      expect(span.items.map(shown)).toEqual(['2026-01 mail', '2026-01 web']);
      const { next = '' } = await adapters.ledger.credits(ref, { limit: 1 });
      await expect(adapters.ledger.statements(ref, { after: next })).rejects.toThrow(ValidationError);
      await expect(adapters.ledger.credits(freshSpace(), { after: next })).rejects.toThrow(ValidationError);
    });

    it('lists the closes of a month by contract, each by its newest revision', async () => {
      const space = freshSpace();
      const month = `20${String(Math.floor(Math.random() * 90) + 10)}-07`;
      for (const ref of [`${space}-b`, `${space}-a`]) await adapters.ledger.saveClose(entryOf(ref, month, 1));
      await adapters.ledger.saveClose(entryOf(`${space}-a`, month, 2));
      const closes = await everyPage((page) => adapters.ledger.closesOfMonth(month, { ...page, limit: 1 }));
      expect(closes.map(({ contractRef, revision }) => [contractRef, revision])).toEqual([
        [`${space}-a`, 2],
        [`${space}-b`, 1],
      ]);
    });

    it('gives back a statement of a megabyte byte for byte, alone and in a listing', async () => {
      const ref = freshSpace();
      const large = statement(ref, 'web', '2026-03', 1, noise(1_000_000));
      await adapters.ledger.saveClose({ ...entryOf(ref, '2026-03', 1), statements: [large] });
      const back = await adapters.ledger.statement(large.statementId);
      expect(statementText(back as Statement) === statementText(large)).toBe(true);
      const [listed] = (await adapters.ledger.statements(ref)).items;
      expect(statementText(listed as Statement) === statementText(large)).toBe(true);
    });

    it('keeps each control record of a month on condition of the one before', async () => {
      const month = `19${String(Math.floor(Math.random() * 90) + 10)}-${freshSpace()}`;
      const run = (revision: number) => ({ runId: `run~${month}`, month, revision }) as CreditRun;
      expect(await adapters.ledger.run(month)).toBeUndefined();
      await adapters.ledger.saveRun(run(1), [event(`run~${month}~1`)]);
      await expect(adapters.ledger.saveRun(run(1), [event('x')])).rejects.toThrow(ConflictError);
      await expect(adapters.ledger.saveRun(run(3), [event('x')])).rejects.toThrow(ConflictError);
      await adapters.ledger.saveRun(run(2), [event(`run~${month}~2`)]);
      expect(await adapters.ledger.run(month)).toEqual(run(2));
      const told = (await everyPage((page) => adapters.journal.entries('runs', page))).map(({ id }) => id);
      expect(told.filter((id) => id.includes(month))).toEqual([`run~${month}~1`, `run~${month}~2`]);
      expect(told).not.toContain('x');
    });
  });
}
