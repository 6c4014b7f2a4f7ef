import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Action } from '../../shared/domain/incident/action.ts';
import { type IncidentTerms, incidentTerms } from '../../shared/domain/incident/terms.ts';
import { AgreementSchema, agreementOf } from '../../shared/schemas/agreement.ts';
import { ContractSchema, contractOf } from '../../shared/schemas/contract.ts';
import { SupportDesk, t } from '../shared/domain/incident/support-desk.ts';

function load(path: string): unknown {
  return parse(readFileSync(new URL(`../../contracts/${path}.yaml`, import.meta.url), 'utf8'));
}

/** What a reference contract says about incidents. */
export function termsOfReference(name: string): IncidentTerms {
  const contract = contractOf(ContractSchema.parse(load(`customers/demo-${name}`)));
  return incidentTerms(contract, agreementOf(AgreementSchema.parse(load(`agreements/${contract.agreement.ref}`))));
}

export interface Story {
  readonly contract: string;
  readonly priority?: string;
  readonly fields?: Readonly<Record<string, string>>;
  /** Time in which the resolution clock does not run. */
  readonly excluded?: readonly (readonly [start: string, end: string])[];
  /** Local time with offset, so that the arithmetic in the comments can be followed. */
  readonly reported: string;
  readonly steps: readonly (readonly [at: string, action: Action])[];
}

/** Plays a story, everything scheduled firing at its time, up to three weeks after its last step. */
export function play({ contract, priority, fields, excluded = [], reported, steps }: Story): SupportDesk {
  const desk = new SupportDesk(termsOfReference(contract));
  for (const [start, end] of excluded) desk.excluded.push({ start: t(start), end: t(end) });
  desk.report(t(reported), priority, fields === undefined ? {} : { fields });
  for (const [at, action] of steps) {
    desk.letTimePass(t(at));
    desk.act(t(at), action);
  }
  desk.letTimePass(t(steps.at(-1)?.[0] ?? reported) + 21 * 86_400_000);
  return desk;
}
