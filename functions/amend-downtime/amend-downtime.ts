import { monthOf } from '../../shared/domain/business-time/period.ts';
import type { ServiceTerms } from '../../shared/domain/contract/terms.ts';
import { serviceTerms, versionInForce } from '../../shared/domain/contract/terms.ts';
import { announcementEvent, exclusionEvent, outageEvents } from '../../shared/domain/downtime/record-events.ts';
import type { Announcement, Exclusion, Outage, ServiceKey } from '../../shared/domain/downtime/records.ts';
import { ConflictError, NotFoundError, PreconditionError, ValidationError } from '../../shared/domain/errors.ts';
import { canonicalJson, type Json } from '../../shared/domain/json.ts';
import { statementPeriod } from '../../shared/domain/statement/close-statement.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { ContractRepository } from '../../shared/ports/contract-repository.ts';
import type { DowntimeHistory, DowntimeRepository } from '../../shared/ports/downtime-repository.ts';

export interface DowntimeDesk {
  readonly contracts: ContractRepository;
  readonly downtime: DowntimeRepository;
  readonly clock: Clock;
}

export type RecordResult = 'added' | 'changed' | 'unchanged';

/**
 * Records an outage. One that is there with other content is replaced: an open one is closed, a wrong one corrected; the
 * journal keeps what it was. A month that is closed already is not touched: it takes a revision to count there.
 * @throws NotFoundError for an unknown contract or service
 * @throws ConflictError when somebody else changed it at the same moment
 */
export async function recordOutage(desk: DowntimeDesk, service: ServiceKey, outage: Outage): Promise<RecordResult> {
  await termsAt(desk, service, outage.start);
  const now = desk.clock.now();
  assertPast(outage, now);
  const before = await desk.downtime.outage(service, outage.id);
  if (before === undefined) {
    const { added } = await desk.downtime.addOutages(service, [
      { record: outage, events: outageEvents(service, undefined, outage, now) },
    ]);
    return added.length > 0 ? 'added' : 'unchanged';
  }
  if (canonicalJson(before as unknown as Json) === canonicalJson(outage as unknown as Json)) return 'unchanged';
  await desk.downtime.replaceOutage(service, before, {
    record: outage,
    events: outageEvents(service, before, outage, now),
  });
  return 'changed';
}

/**
 * What has not happened yet is no outage: it would count in months to come.
 * @throws ValidationError
 */
export function assertPast({ start, end }: Outage, now: number): void {
  const late = start > now ? 'start' : end !== undefined && end > now ? 'end' : undefined;
  if (late === undefined) return;
  const given = new Date((late === 'start' ? start : end) as number).toISOString();
  throw new ValidationError(
    `an outage cannot ${late} in the future: ${given} is after ${new Date(now).toISOString()}${late === 'end' ? '; leave the end out while it is open' : ''}`,
    { path: [late] },
  );
}

/**
 * Records that maintenance was announced. The announcement is proof, so it never changes: another text is another one.
 * @throws ConflictError when the id is there with other content
 */
export async function announceMaintenance(
  desk: DowntimeDesk,
  service: ServiceKey,
  announcement: Announcement,
): Promise<RecordResult> {
  await termsAt(desk, service, announcement.start);
  const now = desk.clock.now();
  const early = announcement.sent.find(({ at }) => at > now);
  if (early !== undefined) {
    throw new ValidationError(`the announcement on ${early.channel} has not been sent yet; record it once it has`, {
      path: ['sent'],
    });
  }
  const events = [announcementEvent(service, announcement, now)];
  const { added } = await desk.downtime.addAnnouncements(service, [{ record: announcement, events }]);
  return added.length > 0 ? 'added' : 'unchanged';
}

/**
 * Records a person's decision to take an interval out. Whether it holds is judged when the month is closed, but a ground
 * that the contract does not know is refused here.
 * @throws PreconditionError that lists the grounds the contract knows
 * @throws ConflictError when the id is there with another decision
 */
export async function decideExclusion(
  desk: DowntimeDesk,
  service: ServiceKey,
  decision: Omit<Exclusion, 'decidedAt'>,
): Promise<RecordResult> {
  const terms = await termsAt(desk, service, decision.start);
  const known = [...new Set(terms.exclusions.map(({ ground }) => ground))];
  if (!known.includes(decision.ground)) {
    throw new PreconditionError(
      `contract ${service.contractRef} knows no exclusion on the ground "${decision.ground}"; it knows ${known.join(', ') || 'none'}`,
      { path: ['ground'] },
    );
  }
  if (decision.ground === 'planned-maintenance') {
    throw new PreconditionError(
      'planned maintenance is excluded by its announcement, not by a decision; record the announcement',
      {
        path: ['ground'],
      },
    );
  }
  const now = desk.clock.now();
  // A repeat of the request is the same decision, though the clock has gone on.
  const stored = (await desk.downtime.history(service, decision)).exclusions.find(({ id }) => id === decision.id);
  const record: Exclusion = { ...decision, decidedAt: stored?.decidedAt ?? now };
  const events = [exclusionEvent(service, record)];
  const { added } = await desk.downtime.addExclusions(service, [{ record, events }]);
  return added.length > 0 ? 'added' : 'unchanged';
}

/** What a closing of the month would read. */
export async function readDowntime(desk: DowntimeDesk, service: ServiceKey, month: string): Promise<DowntimeHistory> {
  const terms = await termsIn(desk, service, month);
  return desk.downtime.history(service, statementPeriod(terms, month));
}

/** Terms of the service at an instant; facts from before its first version are judged by that one. */
async function termsAt(desk: DowntimeDesk, service: ServiceKey, at: number): Promise<ServiceTerms> {
  const first = await termsIn(desk, service, undefined);
  return termsIn(desk, service, monthOf(at, first.timeZone));
}

/** Terms of the service in a month, by the versions that have it: it may have come with a later one. */
export async function termsIn(
  { contracts }: Pick<DowntimeDesk, 'contracts'>,
  { contractRef, serviceRef }: ServiceKey,
  month: string | undefined,
): Promise<ServiceTerms> {
  const versions = await contracts.contractVersions(contractRef);
  const having = versions.filter(({ services }) => services.some(({ ref }) => ref === serviceRef));
  const contract = (month === undefined ? undefined : versionInForce(having, month)) ?? having[0] ?? versions[0];
  if (contract === undefined)
    throw new NotFoundError(`there is no contract "${contractRef}"`, { path: ['contractRef'] });
  const { ref, version } = contract.agreement;
  const agreement = await contracts.agreement(ref, version);
  if (agreement === undefined) throw new ConflictError(`agreement ${ref} version ${version} is missing`);
  return serviceTerms(agreement, contract, serviceRef);
}
