import { readFileSync } from 'node:fs';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context, SQSEvent } from 'aws-lambda';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { create } from '../../../functions/close-contract/queue.handler.ts';
import { MemoryItemStore } from '../../../shared/adapters/memory/memory-item-store.ts';
import { sha256 } from '../../../shared/adapters/sha256.ts';
import type { Agreement } from '../../../shared/domain/contract/agreement.ts';
import type { Contract } from '../../../shared/domain/contract/contract.ts';
import { loadDocument } from '../../../shared/schemas/document.ts';
import { adaptersOn } from '../../ports/port-adapters.ts';

vi.hoisted(() => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
  process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';
});

const added = vi.spyOn(Metrics.prototype, 'addMetric');
const counted = () => added.mock.calls.map(([name, , value]) => [name, value]);
beforeEach(() => {
  added.mockClear();
});

function load(path: string): Agreement | Contract {
  return loadDocument(readFileSync(new URL(`../../../contracts/${path}.yaml`, import.meta.url)), path) as
    | Agreement
    | Contract;
}

/** Closes April 2025 of demo-diploc, with an outage of an hour or without one. */
async function closer(outage: boolean) {
  const { contracts, downtime, ledger } = adaptersOn(new MemoryItemStore());
  await contracts.saveAgreement(load('agreements/diploc') as Agreement, []);
  await contracts.saveContract(load('customers/demo-diploc') as Contract, []);
  const start = Date.UTC(2025, 3, 10, 8);
  const record = {
    id: 'o1',
    source: 'import',
    start,
    end: start + 8 * 3_600_000,
    scope: 'all-users',
    environment: 'production',
  } as const;
  if (outage) await downtime.addOutages({ contractRef: 'demo-diploc', serviceRef: 'web' }, [{ record, events: [] }]);
  const handle = create(() => ({
    contracts,
    downtime,
    ledger,
    sha256,
    clock: { now: () => Date.UTC(2025, 5, 1) },
    queue: { send: async () => {} },
  }));
  const body = JSON.stringify({ task: 'close', contractRef: 'demo-diploc', month: '2025-04' });
  return () => handle({ Records: [{ body, messageId: 'm' }] } as unknown as SQSEvent, {} as Context);
}

describe('what closing counts', () => {
  it('a month and its credit', async () => {
    const close = await closer(true);
    expect(await close()).toEqual({ batchItemFailures: [] });
    expect(counted()).toEqual([
      ['MonthsClosed', 1],
      ['CreditsIssued', 1],
    ]);
  });

  it('a month without a credit', async () => {
    await (await closer(false))();
    expect(counted()).toEqual([['MonthsClosed', 1]]);
  });

  it('nothing when the message comes again', async () => {
    const close = await closer(true);
    await close();
    added.mockClear();
    await close();
    expect(counted()).toEqual([]);
  });
});
