import type { Moment, SkippedDay } from '../business-time/deadline.ts';
import type { Language } from '../contract/agreement.ts';
import type { ClockExplanation, HeldSpan } from '../incident/explain.ts';
import { localTime } from './local-time.ts';
import { targetWords, WORDS } from './words.ts';

const SKIPPED: Readonly<Record<Language, Readonly<Record<SkippedDay['reason'], string>>>> = {
  nl: { holiday: 'feestdag', 'closed-weekday': 'geen werkdag', exception: 'bijzondere sluiting' },
  en: { holiday: 'holiday', 'closed-weekday': 'not a working day', exception: 'closed by exception' },
};

const HELD: Readonly<Record<Language, Readonly<Record<HeldSpan['reason'], string>>>> = {
  nl: { paused: 'wacht op de klant', stopped: 'stond stil', excluded: 'telt niet mee volgens het contract' },
  en: { paused: 'waiting for the customer', stopped: 'stopped', excluded: 'does not count under the contract' },
};

/** Why a deadline is where it is, line by line, so that anybody can add it up. */
export function deadlineWords(explanation: ClockExplanation, language: Language): readonly string[] {
  const { clock, promise, status, timeZone, startedAt, deadline } = explanation;
  const isDutch = language === 'nl';
  const time = (moment: Moment) => localTime(moment.at, timeZone, language);
  const words = WORDS[language];
  if (promise === null) {
    return [isDutch ? `Voor de ${words.clock[clock]} is niets beloofd.` : `No ${clock} time is promised.`];
  }
  const target = targetWords(promise.text, language);
  const lines = [`${words.label.promised}: ${target} (${words.kind[promise.kind]}, ${words.clause} ${promise.clause})`];
  if (startedAt === null) {
    lines.push(isDutch ? 'De klok is nog niet begonnen.' : 'The clock has not started yet.');
    return lines;
  }
  lines.push(isDutch ? `Begonnen: ${time(startedAt)}` : `Started: ${time(startedAt)}`);
  for (const { start, end, ms } of explanation.spans) {
    lines.push(`${isDutch ? 'Geteld' : 'Counted'}: ${time(start)} - ${time(end)} = ${lengthOf(ms, language)}`);
  }
  for (const { date, reason } of explanation.skipped) {
    lines.push(`${isDutch ? 'Overgeslagen' : 'Skipped'}: ${date} (${SKIPPED[language][reason]})`);
  }
  for (const { start, end, reason } of explanation.held) {
    lines.push(`${isDutch ? 'Niet geteld' : 'Not counted'}: ${time(start)} - ${time(end)} (${HELD[language][reason]})`);
  }
  if (deadline !== null) lines.push(`${words.label.due}: ${time(deadline)} (${timeZone})`);
  else if (status.state === 'paused') {
    lines.push(
      isDutch ? 'Zolang de klok stilstaat is er geen termijn.' : 'While the clock is held there is no deadline.',
    );
  } else if (promise.text === 'by agreement') lines.push(`${words.label.due}: ${words.noDeadline}`);
  return lines;
}

/** `7 h 30 min`, with seconds only where there are any. */
function lengthOf(ms: number, language: Language): string {
  const [hours, minutes, seconds] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, (ms % 60_000) / 1000];
  const parts = [
    hours > 0 ? `${hours} ${language === 'nl' ? 'u' : 'h'}` : '',
    minutes > 0 ? `${minutes} min` : '',
    seconds > 0 ? `${seconds} s` : '',
  ].filter((part) => part !== '');
  return parts.join(' ') || '0 s';
}
