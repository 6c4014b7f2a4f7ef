import { nextOpening } from '../business-time/business-time.ts';
import type { Calendar } from '../business-time/calendar.ts';
import type { Contact, RoutingRule } from '../contract/contract.ts';
import type { IncidentTerms } from '../incident/terms.ts';

/**
 * Who is told, in order of escalation: the contacts of the first rule that holds for the priority at that hour. Without a
 * priority (a month, a credit) only rules for all priorities hold.
 * @param at UTC epoch ms
 * @returns empty when the contract routes nothing
 */
export function contactsFor(
  { contract, calendars }: Pick<IncidentTerms, 'contract' | 'calendars'>,
  priority: string | null,
  at: number,
): readonly Contact[] {
  const rule = contract.routing?.find((candidate) => holds(candidate, calendars, priority, at));
  const contacts = contract.contacts ?? [];
  return (rule?.contacts ?? []).flatMap((ref) => contacts.find((contact) => contact.ref === ref) ?? []);
}

function holds(
  { priorities, calendar: name, when = 'open' }: RoutingRule,
  calendars: ReadonlyMap<string, Calendar>,
  priority: string | null,
  at: number,
): boolean {
  if (priorities !== undefined && (priority === null || !priorities.includes(priority))) return false;
  if (name === undefined) return true;
  const calendar = calendars.get(name);
  if (calendar === undefined) return false;
  return (nextOpening(calendar, at) === at) === (when === 'open');
}
