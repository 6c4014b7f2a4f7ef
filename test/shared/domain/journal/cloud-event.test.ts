import { describe, expect, it } from 'vitest';
import { cloudEvent, isPublic } from '../../../../shared/domain/journal/cloud-event.ts';
import type { JournalEntry } from '../../../../shared/domain/journal/journal.ts';

const ENTRY: JournalEntry = {
  id: 'service-credit~demo~web~2026-04~1',
  type: 'sla.service-credit.issued.v1',
  at: Date.UTC(2026, 4, 1, 2, 0, 0),
  subject: 'contract/demo/2026-04/web',
  data: { netMinor: 7470 },
  aggregate: 'ledger/demo',
  sequence: 7,
  recordedAt: Date.UTC(2026, 4, 1, 2, 0, 1),
  previousHash: '0'.repeat(64),
  hash: 'a'.repeat(64),
};

describe('a journal entry as a CloudEvent', () => {
  it('carries the four required attributes, the instant in RFC 3339, and its place in the chain', () => {
    expect(cloudEvent(ENTRY, 'nl.example.sla')).toEqual({
      specversion: '1.0',
      id: 'service-credit~demo~web~2026-04~1',
      source: 'nl.example.sla',
      type: 'sla.service-credit.issued.v1',
      subject: 'contract/demo/2026-04/web',
      time: '2026-05-01T02:00:00Z',
      datacontenttype: 'application/json',
      partitionkey: 'ledger/demo',
      sequence: '000000000007',
      data: { netMinor: 7470 },
    });
  });

  it('has attribute names of lower-case letters and digits, at most twenty', () => {
    for (const name of Object.keys(cloudEvent(ENTRY, 's'))) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
  });

  it('leaves the journal only when its type is in the catalogue', () => {
    expect(isPublic(ENTRY)).toBe(true);
    expect(isPublic({ type: 'sla.incident.schedules.v1' })).toBe(false);
    expect(isPublic({ type: 'constructor' })).toBe(false);
  });
});
