import { describe, expect, it } from 'vitest';
import { openSpans } from '../../../../shared/domain/business-time/business-time.ts';
import { compileCalendar } from '../../../../shared/domain/business-time/calendar.ts';
import { totalMs } from '../../../../shared/domain/interval/interval.ts';
import { calendar, HOUR, weekdays } from './calendars.ts';

const DAY = { start: Date.parse('2026-06-01T00:00+02:00'), end: Date.parse('2026-06-02T00:00+02:00') };
const good = { timeZone: 'Europe/Amsterdam', hours: { mon: [['09:00', '17:00']] }, holidays: [], exceptions: {} };

describe('compileCalendar names the exact place of what it refuses', () => {
  it.each<[string, object | string, (string | number)[]]>([
    ['a zone given as an abbreviation (CET)', { timeZone: 'CET' }, ['timeZone']],
    ['a zone given as an abbreviation (EST)', { timeZone: 'EST' }, ['timeZone']],
    ['an offset for a zone', { timeZone: '+01:00' }, ['timeZone']],
    ['an offset in the shape of a name', { timeZone: 'Etc/GMT-1' }, ['timeZone']],
    ['a zone nobody knows', { timeZone: 'Europe/Utrecht' }, ['timeZone']],
    ['a zone in the wrong case', { timeZone: 'europe/amsterdam' }, ['timeZone']],
    ['no zone', { timeZone: undefined }, ['timeZone']],
    ['an unknown weekday', { hours: { ma: [['09:00', '17:00']] } }, ['hours', 'ma']],
    ['a time with one digit', { hours: { mon: [['9:00', '17:00']] } }, ['hours', 'mon', 0, 0]],
    ['a minute that does not exist', { hours: { mon: [['09:00', '17:60']] } }, ['hours', 'mon', 0, 1]],
    ['24:00 as an opening', { hours: { mon: [['24:00', '24:00']] } }, ['hours', 'mon', 0, 0]],
    ['24:30', { hours: { mon: [['09:00', '24:30']] } }, ['hours', 'mon', 0, 1]],
    ['a span of no length', { hours: { mon: [['09:00', '09:00']] } }, ['hours', 'mon', 0]],
    ['a reversed span', { hours: { mon: [['22:00', '06:00']] } }, ['hours', 'mon', 0]],
    ['a span with one end', { hours: { mon: [['09:00']] } }, ['hours', 'mon', 0]],
    [
      'overlapping spans',
      {
        hours: {
          tue: [
            ['09:00', '12:00'],
            ['11:59', '17:00'],
          ],
        },
      },
      ['hours', 'tue', 1],
    ],
    [
      'overlapping spans given the other way round',
      {
        hours: {
          tue: [
            ['11:59', '17:00'],
            ['09:00', '12:00'],
          ],
        },
      },
      ['hours', 'tue', 0],
    ],
    ['hours that are no list', { hours: { mon: '09:00-17:00' } }, ['hours', 'mon']],
    ['a holiday that does not exist', { holidays: ['2026-01-01', '2026-02-30'] }, ['holidays', 1]],
    ['29 February of a common year', { holidays: ['2027-02-29'] }, ['holidays', 0]],
    ['a holiday outside the supported years', { holidays: ['1969-12-31'] }, ['holidays', 0]],
    ['a holiday in another form', { holidays: ['01-01-2026'] }, ['holidays', 0]],
    ['an exception on a date that does not exist', { exceptions: { '2026-04-31': [] } }, ['exceptions', '2026-04-31']],
    [
      'a reversed span in an exception',
      { exceptions: { '2026-04-30': [['09:00', '08:00']] } },
      ['exceptions', '2026-04-30', 0],
    ],
    ['a calendar without hours', { hours: {} }, ['hours']],
    ['a calendar whose days are all closed', { hours: { mon: [] }, exceptions: { '2026-01-01': [] } }, ['hours']],
  ])('%s', (_, change, path) => {
    const definition = { ...good, ...(change as object) } as never;
    expect(() => compileCalendar(definition)).toThrow(expect.objectContaining({ code: 'VALIDATION', path }));
    expect(() => compileCalendar(definition, ['calendars', 'office'])).toThrow(
      expect.objectContaining({ path: ['calendars', 'office', ...path] }),
    );
  });

  it('a definition that is nothing at all', () => {
    expect(() => compileCalendar('24/7' as never, ['calendar'])).toThrow(
      expect.objectContaining({ path: ['calendar'] }),
    );
  });
});

describe('compileCalendar takes', () => {
  it.each(['UTC', 'America/Argentina/Buenos_Aires', 'Australia/Lord_Howe', 'America/New_York'])(
    'the zone %s',
    (timeZone) => {
      expect(compileCalendar({ ...good, timeZone } as never).timeZone).toBe(timeZone);
    },
  );

  it('24:00 as the end of a day, which is then open for 24 hours', () => {
    const spans = openSpans(calendar({ hours: { mon: [['00:00', '24:00']] } }), DAY);
    expect(spans).toEqual([DAY]);
  });

  it('spans that touch, as one span', () => {
    const spans = openSpans(calendar({ hours: weekdays(['13:00', '17:00'], ['09:00', '13:00']) }), DAY);
    expect(spans).toHaveLength(1);
    expect(totalMs(spans)).toBe(8 * HOUR);
  });

  it('29 February of a leap year', () => {
    expect(calendar({ hours: weekdays(['09:00', '17:00']), holidays: ['2028-02-29'] }).holidays.size).toBe(1);
  });

  it('a calendar that opens on dated exceptions only', () => {
    expect(openSpans(calendar({ exceptions: { '2026-06-01': [['10:00', '11:00']] } }), DAY)).toHaveLength(1);
  });
});
