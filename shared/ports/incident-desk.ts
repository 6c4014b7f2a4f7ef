import { monthOf } from '../domain/business-time/period.ts';
import { localDateOf } from '../domain/business-time/zone.ts';
import { versionInForce } from '../domain/contract/terms.ts';
import { ConflictError, NotFoundError, PreconditionError } from '../domain/errors.ts';
import type { ClockHistory } from '../domain/incident/clock-facts.ts';
import { type Decision, type DecisionContext, readClocks } from '../domain/incident/decide.ts';
import type { Incident } from '../domain/incident/incident.ts';
import { type IncidentTerms, incidentTerms, resolutionExclusions } from '../domain/incident/terms.ts';
import type { Clock } from './clock.ts';
import type { ContractRepository } from './contract-repository.ts';
import type { DowntimeRepository } from './downtime-repository.ts';
import type { IncidentRepository } from './incident-repository.ts';

/** Everything a decision about an incident is made from. */
export interface IncidentDesk {
  readonly incidents: IncidentRepository;
  readonly contracts: ContractRepository;
  readonly downtime: DowntimeRepository;
  readonly clock: Clock;
}

/** Versions never change, so what is made from them is kept; the oldest goes when there are too many. */
const MOST_TERMS = 2000;
const knownTerms = new WeakMap<ContractRepository, Map<string, IncidentTerms>>();

/** The terms of one contract version. @throws NotFoundError when there is no such version */
export async function termsOf(contracts: ContractRepository, ref: string, version: number): Promise<IncidentTerms> {
  const known = knownTerms.get(contracts) ?? new Map<string, IncidentTerms>();
  knownTerms.set(contracts, known);
  const key = `${ref}@${version}`;
  const kept = known.get(key);
  if (kept !== undefined) return kept;
  const contract = await contracts.contract(ref, version);
  if (contract === undefined) throw new NotFoundError(`contract ${ref} has no version ${version}`);
  const agreement = await contracts.agreement(contract.agreement.ref, contract.agreement.version);
  if (agreement === undefined) {
    throw new NotFoundError(`agreement ${contract.agreement.ref} has no version ${contract.agreement.version}`);
  }
  const terms = incidentTerms(contract, agreement);
  if (known.size >= MOST_TERMS) known.delete(known.keys().next().value as string);
  known.set(key, terms);
  return terms;
}

/**
 * The terms that judge an incident reported at an instant.
 * @throws NotFoundError for an unknown contract
 * @throws PreconditionError when the contract was not in force
 */
export async function termsInForce(contracts: ContractRepository, ref: string, at: number): Promise<IncidentTerms> {
  const versions = await contracts.contractVersions(ref);
  const newest = versions.at(-1);
  if (newest === undefined) throw new NotFoundError(`there is no contract "${ref}"`, { path: ['contractRef'] });
  const { timeZone } = await termsOf(contracts, ref, newest.version);
  const inForce = versionInForce(versions, monthOf(at, timeZone)) ?? versions[0];
  const today = localDateOf(at, timeZone);
  if (inForce === undefined || today < inForce.startsOn || (inForce.endsBefore ?? '9999-12-31') <= today) {
    throw new PreconditionError(`contract ${ref} was not in force on ${today}`, { path: ['contractRef'] });
  }
  return termsOf(contracts, ref, inForce.version);
}

/** Announcements and decisions this far ahead are looked at: no clock runs longer. */
const AHEAD_MS = 400 * 86_400_000;

export async function contextFor(
  { downtime }: Pick<IncidentDesk, 'downtime'>,
  terms: IncidentTerms,
  incident: Pick<Incident, 'serviceRef' | 'reportedAt'>,
  now: number,
): Promise<DecisionContext> {
  if (terms.exclusions === null) return { terms, excluded: [], now };
  const service = { contractRef: terms.contract.ref, serviceRef: incident.serviceRef };
  const window = { start: Math.min(incident.reportedAt, now), end: now + AHEAD_MS };
  const { announcements, exclusions } = await downtime.history(service, window);
  return { terms, excluded: resolutionExclusions(terms, announcements, exclusions), now };
}

/** An incident's clocks as they stand now. */
export async function clocksOf(desk: IncidentDesk, incident: Incident): Promise<ClockHistory> {
  const terms = await termsOf(desk.contracts, incident.contractRef, incident.contractVersion);
  return readClocks(incident, await contextFor(desk, terms, incident, desk.clock.now()));
}

/** How often somebody who did not say which version they saw may lose a race before being told. */
const MOST_ATTEMPTS = 5;

/**
 * Load, decide, save: on a lost race again from what is stored now, so the decision is never made on a stale incident.
 * @param expectedVersion the version somebody acted on; when it is no longer the present one they are told what changed
 * @throws NotFoundError for an unknown incident
 * @throws ConflictError when the expected version is gone, or races were lost too often
 */
export async function decideOn(
  desk: IncidentDesk,
  incidentId: string,
  decide: (incident: Incident, context: DecisionContext) => Decision,
  expectedVersion?: number,
): Promise<Decision> {
  for (let attempt = 1; ; attempt++) {
    const incident = await desk.incidents.load(incidentId);
    if (incident === undefined)
      throw new NotFoundError(`there is no incident "${incidentId}"`, { path: ['incidentId'] });
    const terms = await termsOf(desk.contracts, incident.contractRef, incident.contractVersion);
    const context = await contextFor(desk, terms, incident, desk.clock.now());
    const isStale = expectedVersion !== undefined && expectedVersion !== incident.version;
    const decision = isStale ? repeatOrStale(incident, context, decide, expectedVersion) : decide(incident, context);
    if (decision.isRepeat || decision.next === incident) return decision;
    try {
      await desk.incidents.save(decision.next, decision.events);
      return decision;
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt >= MOST_ATTEMPTS) throw error;
    }
  }
}

/** A repeat of what was done before answers as it did; anything else was meant for another version. */
function repeatOrStale(
  incident: Incident,
  context: DecisionContext,
  decide: (incident: Incident, context: DecisionContext) => Decision,
  expectedVersion: number,
): Decision {
  try {
    const decision = decide(incident, context);
    if (decision.isRepeat) return decision;
  } catch (error) {
    if (!(error instanceof PreconditionError)) throw error;
  }
  throw changed(incident, expectedVersion);
}

/** Tells what happened since the version somebody acted on. */
function changed(incident: Incident, expectedVersion: number): ConflictError {
  const since = incident.timeline
    .filter(({ version }) => version > expectedVersion)
    .map(({ action, by }) => (by === undefined ? action.type : `${action.type} by ${by}`));
  return new ConflictError(
    `incident ${incident.id} is at version ${incident.version} and ${incident.state}, not at version ${expectedVersion}; ` +
      `since then: ${since.join(', ') || 'its clocks were looked at'}`,
    { path: ['expectedVersion'] },
  );
}
