import { MINUTE } from './calendars.ts';

/** Hours by local date and weekday (`Mon`), in minutes since local midnight: what a person would write on the wall. */
export type HoursByDate = (date: string, weekday: string) => readonly (readonly [open: number, close: number])[];

/**
 * Business time the slow way: reads the wall clock of every single minute from the platform's own date formatter and
 * notes whether the doors are open. It shares no code with the product.
 */
export class MinuteWalker {
  readonly #from: number;
  readonly #dates: string[] = [];
  readonly #weekdays = new Map<string, string>();
  readonly #walls: number[] = [];
  /** The local date whose hours cover the minute, or nothing. */
  readonly #openOn: (string | undefined)[] = [];

  constructor(timeZone: string, from: number, minutes: number) {
    this.#from = from;
    const format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    const weekday = new Intl.DateTimeFormat('en', { timeZone, weekday: 'short' });
    for (let k = 0; k < minutes; k++) {
      const [date, time] = format.format(from + k * MINUTE).split(', ') as [string, string];
      this.#dates.push(date);
      if (!this.#weekdays.has(date)) this.#weekdays.set(date, weekday.format(from + k * MINUTE));
      this.#walls.push(Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
    }
  }

  /** The local dates of the walk, in order. */
  get dates(): readonly string[] {
    return [...this.#weekdays.keys()];
  }

  /** Opens the doors: a boundary falls on the first minute of its date at which the wall clock has reached it. */
  open(hours: HoursByDate): this {
    this.#openOn.length = 0;
    this.#openOn.length = this.#dates.length;
    for (const [date, weekday] of this.#weekdays) {
      for (const [open, close] of hours(date, weekday)) {
        const end = this.#reach(date, close);
        for (let k = this.#reach(date, open); k < end; k++) this.#openOn[k] = date;
      }
    }
    return this;
  }

  isOpen(at: number): boolean {
    return this.#openOn[this.#index(at)] !== undefined;
  }

  elapsed(from: number, to: number): number {
    let sum = 0;
    for (let at = from; at < to; at = this.#nextMinute(at)) {
      if (this.isOpen(at)) sum += Math.min(to, this.#nextMinute(at)) - at;
    }
    return sum;
  }

  nextOpening(at: number): number {
    let found = at;
    while (!this.isOpen(found)) found = this.#nextMinute(found);
    return found;
  }

  addMs(start: number, ms: number): number {
    let left = ms;
    for (let at = this.nextOpening(start); ; at = this.#nextMinute(at)) {
      if (!this.isOpen(at)) continue;
      const piece = this.#nextMinute(at) - at;
      if (left <= piece) return at + left;
      left -= piece;
    }
  }

  addDays(start: number, days: number): number {
    const from = this.#index(this.nextOpening(start));
    const today = this.#dates[from] as string;
    const later = [...new Set(this.#openOn)].filter((date) => date !== undefined && date > today).sort();
    const date = later[days - 1] as string;
    const wanted = this.#reach(date, this.#walls[from] as number);
    const open = [...this.#openOn.keys()].filter((k) => this.#openOn[k] === date);
    const found = open.find((k) => k >= wanted) ?? (open.at(-1) as number) + 1;
    return this.#from + found * MINUTE;
  }

  #reach(date: string, wall: number): number {
    const found = this.#dates.findIndex((d, k) => d > date || (d === date && (this.#walls[k] as number) >= wall));
    return found === -1 ? this.#dates.length : found;
  }

  #index(at: number): number {
    const k = Math.floor((at - this.#from) / MINUTE);
    if (k < 0 || k >= this.#dates.length) throw new RangeError('the walk is too short');
    return k;
  }

  #nextMinute(at: number): number {
    return at - (at % MINUTE) + MINUTE;
  }
}
