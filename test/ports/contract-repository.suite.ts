import { beforeAll, describe, expect, it } from 'vitest';
import type { Agreement } from '../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../shared/domain/contract/contract.ts';
import { ConflictError, ValidationError } from '../../shared/domain/errors.ts';
import { everyPage } from '../../shared/ports/page.ts';
import { agreementWith, contractWith } from '../shared/domain/incident/support-desk.ts';
import { event, freshSpace, type PortAdapters } from './port-adapters.ts';

function agreement(ref: string, version = 1, more: Partial<Agreement> = {}): Agreement {
  return { ...agreementWith(), ref, version, ...more };
}

function contract(ref: string, version = 1, more: Partial<Contract> = {}): Contract {
  return { ...contractWith(), ref, version, ...more };
}

/** What every contract repository must do; run on each adapter. */
export function contractRepositorySuite(name: string, open: () => Promise<PortAdapters>): void {
  describe(`contract repository: ${name}`, () => {
    let adapters: PortAdapters;
    const eventIds = async (aggregate: string) => (await adapters.journal.entries(aggregate)).items.map(({ id }) => id);

    beforeAll(async () => {
      adapters = await open();
    });

    it('gives back what was saved, and nothing for what is unknown', async () => {
      const ref = freshSpace();
      const saved = agreement(ref, 1, { title: 'Überschrift "één" 🙂' });
      expect(await adapters.contracts.saveAgreement(saved, [event('a')])).toBe('saved');
      expect(await adapters.contracts.agreement(ref, 1)).toEqual(saved);
      expect(await adapters.contracts.agreement(ref, 2)).toBeUndefined();
      expect(await adapters.contracts.contract(ref, 1)).toBeUndefined();
      expect(await adapters.contracts.contractVersions(ref)).toEqual([]);
    });

    it('writes nothing for the same content again, whatever the order of its members', async () => {
      const ref = freshSpace();
      const saved = contract(ref);
      await adapters.contracts.saveContract(saved, [event('a')]);
      const turned = Object.fromEntries(Object.entries(saved).reverse()) as unknown as Contract;
      expect(await adapters.contracts.saveContract(turned, [event('b')])).toBe('unchanged');
      expect(await eventIds(`contract/${ref}`)).toEqual(['a']);
    });

    it('refuses other content under a version that is there, and journals nothing of it', async () => {
      const ref = freshSpace();
      await adapters.contracts.saveAgreement(agreement(ref), [event('a')]);
      const other = agreement(ref, 1, { title: 'other' });
      await expect(adapters.contracts.saveAgreement(other, [event('b')])).rejects.toThrow(ConflictError);
      expect((await adapters.contracts.agreement(ref, 1))?.title).not.toBe('other');
      expect(await eventIds(`agreement/${ref}`)).toEqual(['a']);
    });

    it('lists versions oldest first, and a contract once by its newest, with when its first took effect', async () => {
      const ref = freshSpace();
      for (const [version, effectiveFrom] of [
        [2, '2026-03-01'],
        [11, '2026-05-01'],
        [1, '2025-01-01'],
      ] as const) {
        await adapters.contracts.saveContract(contract(ref, version, { effectiveFrom }), []);
      }
      expect((await adapters.contracts.contractVersions(ref)).map(({ version }) => version)).toEqual([1, 2, 11]);
      const listed = await everyPage((page) => adapters.contracts.contracts(page));
      expect(listed.filter((one) => one.ref === ref)).toMatchObject([{ version: 11, effectiveFrom: '2025-01-01' }]);
    });

    it('keeps every version that several writers save at the same moment', async () => {
      const ref = freshSpace();
      const versions = [1, 2, 3, 4, 5, 6, 7, 8];
      await Promise.all(
        versions.map((version) => adapters.contracts.saveAgreement(agreement(ref, version), [event(`v${version}`)])),
      );
      expect((await adapters.contracts.agreementVersions(ref)).map(({ version }) => version)).toEqual(versions);
      const listed = await everyPage((page) => adapters.contracts.agreements(page));
      expect(listed.filter((one) => one.ref === ref)).toMatchObject([{ version: 8 }]);
      expect([...(await eventIds(`agreement/${ref}`))].sort()).toEqual(versions.map((version) => `v${version}`));
    });

    it('saves the same version once when two do it at the same moment', async () => {
      const ref = freshSpace();
      const outcomes = await Promise.all(
        [1, 2, 3, 4].map(() => adapters.contracts.saveContract(contract(ref), [event('a')])),
      );
      expect([...outcomes].sort()).toEqual(['saved', 'unchanged', 'unchanged', 'unchanged']);
      expect(await eventIds(`contract/${ref}`)).toEqual(['a']);
    });

    it('pages by ref, each contract once, and refuses cursors and limits that are none', async () => {
      const space = freshSpace();
      const refs = Array.from({ length: 7 }, (_, i) => `${space}-${i}`);
      for (const ref of refs) await adapters.contracts.saveContract(contract(ref), []);
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await adapters.contracts.contracts({ limit: 3, ...(after !== undefined && { after }) });
        expect(page.items.length).toBeLessThanOrEqual(3);
        seen.push(...page.items.map(({ ref }) => ref));
        after = page.next;
      } while (after !== undefined);
      expect(seen.filter((ref) => ref.startsWith(space))).toEqual(refs);
      expect(seen).toEqual([...seen].sort());
      const { next = '' } = await adapters.contracts.contracts({ limit: 1 });
      for (const [listing, request] of [
        ['contracts', { after: 'nonsense' }],
        ['contracts', { after: Buffer.from('{"pk":"CONTRACTS"}').toString('base64url') }],
        ['contracts', { after: Buffer.from('[]').toString('base64url') }],
        ['agreements', { after: next }],
        ['contracts', { limit: 0 }],
        ['contracts', { limit: 1001 }],
        ['contracts', { limit: 1.5 }],
      ] as const) {
        await expect(adapters.contracts[listing](request)).rejects.toThrow(ValidationError);
      }
    });
  });
}
