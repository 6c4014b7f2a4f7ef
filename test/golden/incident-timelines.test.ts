import { describe, expect, it } from 'vitest';
import { play, termsOfReference } from './reference-contracts.ts';

/*
 * Worked by hand. Offsets: +01:00 in winter, +02:00 in summer; in 2026 the clocks change on Sunday 29 March at 02:00 and
 * Sunday 25 October at 03:00. What is told is in UTC. A warning comes at 75 % of the target's open time.
 */

describe('sensey', () => {
  it('kritiek: 15 minutes and 4 hours on the clock, over the change to summer time; a workaround stops the resolution', () => {
    const desk = play({
      contract: 'sensey',
      priority: 'kritiek',
      // 22:30Z. Response 22:45Z. Resolution 02:30Z, which is 04:30 in Amsterdam, not 03:30.
      reported: '2026-03-28T23:30:00+01:00',
      steps: [
        // Before the warning at 22:41:15Z.
        ['2026-03-28T23:40:00+01:00', { type: 'respond' }],
        // This agreement stops no clock for a customer.
        ['2026-03-29T00:30:00+01:00', { type: 'pause', reason: 'wacht op klant' }],
        ['2026-03-29T03:45:00+02:00', { type: 'resume' }],
        // 02:15Z, a quarter of an hour before the deadline.
        ['2026-03-29T04:15:00+02:00', { type: 'workaround' }],
        ['2026-03-30T10:00:00+02:00', { type: 'resolve' }],
      ],
    });
    // 3 of 4 hours after 22:30Z.
    expect(desk.told()).toEqual(['resolution at-risk 2026-03-29T01:30:00Z']);
  });

  it('hoog: 1 hour and 8 hours on the clock, also on a holiday; exactly at the deadline is in time', () => {
    const desk = play({
      contract: 'sensey',
      priority: 'hoog',
      // Ascension.
      reported: '2026-05-14T10:00:00+02:00',
      steps: [
        ['2026-05-14T11:00:00+02:00', { type: 'respond' }],
        // Ten minutes after the deadline at 18:00, before the first escalation at 18:15.
        ['2026-05-14T18:10:00+02:00', { type: 'acknowledge', clock: 'resolution' }],
        ['2026-05-14T18:30:00+02:00', { type: 'resolve' }],
      ],
    });
    expect(desk.told()).toEqual([
      'response at-risk 2026-05-14T08:45:00Z',
      'resolution at-risk 2026-05-14T14:00:00Z',
      'resolution breached 2026-05-14T16:00:00Z',
    ]);
  });

  it('medium: nobody answers, so the breach goes to each contact; the resolution is in time', () => {
    const desk = play({
      contract: 'sensey',
      priority: 'medium',
      // Response 4 hours: Friday 20:00. Resolution 24 hours: Saturday 16:00.
      reported: '2026-05-15T16:00:00+02:00',
      steps: [['2026-05-16T12:00:00+02:00', { type: 'resolve' }]],
    });
    expect(desk.told()).toEqual([
      'response at-risk 2026-05-15T17:00:00Z',
      'response breached 2026-05-15T18:00:00Z',
      // Fifteen minutes, twice: critical problems have three contacts in line.
      'response escalated 2026-05-15T18:15:00Z',
      'response escalated 2026-05-15T18:30:00Z',
      'resolution at-risk 2026-05-16T08:00:00Z',
    ]);
  });

  it('laag: 8 office hours around Ascension, 72 hours on the clock through the weekend', () => {
    const desk = play({
      contract: 'sensey',
      priority: 'laag',
      // Half an hour on Wednesday, nothing on Thursday, 7.5 hours from 09:00 on Friday: 16:30. Resolution Saturday 16:30.
      reported: '2026-05-13T16:30:00+02:00',
      steps: [
        ['2026-05-15T15:00:00+02:00', { type: 'respond' }],
        ['2026-05-16T16:30:00+02:00', { type: 'resolve' }],
      ],
    });
    expect(desk.told()).toEqual([
      // 6 of 8 office hours: half an hour and 5.5 hours from 09:00.
      'response at-risk 2026-05-15T12:30:00Z',
      // 54 of 72 hours.
      'resolution at-risk 2026-05-15T20:30:00Z',
    ]);
  });

  it('reopened: the resolution clock goes on with what was left', () => {
    const desk = play({
      contract: 'sensey',
      priority: 'kritiek',
      reported: '2026-05-18T10:00:00+02:00',
      steps: [
        ['2026-05-18T10:05:00+02:00', { type: 'respond' }],
        // 1 of 4 hours used.
        ['2026-05-18T11:00:00+02:00', { type: 'resolve' }],
        // 3 hours left: due at 23:00; 2 more hours to the warning at 22:00.
        ['2026-05-18T20:00:00+02:00', { type: 'reopen', reason: 'weer down' }],
        ['2026-05-18T23:25:00+02:00', { type: 'resolve' }],
      ],
    });
    expect(desk.told()).toEqual([
      'resolution at-risk 2026-05-18T20:00:00Z',
      'resolution breached 2026-05-18T21:00:00Z',
      'resolution escalated 2026-05-18T21:15:00Z',
    ]);
  });
});

describe('diploc', () => {
  it('support: 4 office hours over a weekend with a clock change; nothing is promised about the resolution', () => {
    const desk = play({
      contract: 'diploc',
      priority: 'support',
      // 2 hours on Friday, 2 from 09:00 on Monday: 11:00, which is 09:00Z in summer.
      reported: '2026-03-27T15:00:00+01:00',
      steps: [
        ['2026-03-27T16:00:00+01:00', { type: 'pause', reason: 'wacht op klant' }],
        ['2026-03-30T10:30:00+02:00', { type: 'resume' }],
        // Twenty minutes late, and before anybody else is called.
        ['2026-03-30T11:20:00+02:00', { type: 'respond' }],
        ['2026-04-10T11:20:00+02:00', { type: 'resolve' }],
      ],
    });
    expect(desk.told()).toEqual(['response at-risk 2026-03-30T08:00:00Z', 'response breached 2026-03-30T09:00:00Z']);
  });

  it('support: Ascension does not count; an answer exactly at the deadline is in time', () => {
    const desk = play({
      contract: 'diploc',
      priority: 'support',
      // 1 hour on Wednesday, 3 from 09:00 on Friday: 12:00.
      reported: '2026-05-13T16:00:00+02:00',
      steps: [
        ['2026-05-13T16:01:00+02:00', { type: 'respond', automatic: true }],
        ['2026-05-15T12:00:00+02:00', { type: 'respond' }],
      ],
    });
    expect(desk.told()).toEqual(['response at-risk 2026-05-15T09:00:00Z']);
  });
});

describe('go2people', () => {
  it('hoog: 1 hour and 8 hours on the clock, in the night the clocks change', () => {
    const desk = play({
      contract: 'go2people',
      priority: 'hoog',
      // 21:00Z; resolution 05:00Z, which is 07:00 in Amsterdam.
      reported: '2026-03-28T22:00:00+01:00',
      steps: [
        ['2026-03-28T22:30:00+01:00', { type: 'respond' }],
        ['2026-03-29T06:30:00+02:00', { type: 'resolve' }],
      ],
    });
    expect(desk.told()).toEqual(['resolution at-risk 2026-03-29T03:00:00Z']);
  });

  it('neutraal: 8 and 16 working hours over a weekend', () => {
    const desk = play({
      contract: 'go2people',
      priority: 'neutraal',
      // Thursday 1.5 h; Friday 8.5 h. Response 6.5 h into Friday: 15:30. Resolution 6 h into Monday: 15:00.
      reported: '2026-05-07T16:00:00+02:00',
      steps: [
        ['2026-05-08T15:30:00+02:00', { type: 'respond' }],
        // The text knows no waiting for the customer.
        ['2026-05-08T16:00:00+02:00', { type: 'pause', reason: 'wacht op klant' }],
        ['2026-05-11T14:00:00+02:00', { type: 'resume' }],
        ['2026-05-11T15:00:00.001+02:00', { type: 'resolve' }],
      ],
    });
    expect(desk.told()).toEqual([
      // 6 of 8 hours: 4.5 h into Friday, 13:30.
      'response at-risk 2026-05-08T11:30:00Z',
      // 12 of 16 hours: 2 h into Monday.
      'resolution at-risk 2026-05-11T09:00:00Z',
      // A millisecond is late.
      'resolution breached 2026-05-11T13:00:00Z',
    ]);
  });

  it('laag: 8 working hours and 5 working days, reported on a Saturday, with Ascension on the way', () => {
    const desk = play({
      contract: 'go2people',
      priority: 'laag',
      // From Monday 09:00. Response 17:00. Five open days on, without the 14th: Tuesday the 19th, 09:00.
      reported: '2026-05-09T12:00:00+02:00',
      steps: [
        ['2026-05-11T17:00:00+02:00', { type: 'respond' }],
        ['2026-05-19T09:00:00+02:00', { type: 'resolve' }],
      ],
    });
    expect(desk.told()).toEqual([
      'response at-risk 2026-05-11T13:00:00Z',
      // 75 % of 5 × 8.5 h = 31.875 h: three days and 6 h 22 min 30 s of Friday.
      'resolution at-risk 2026-05-15T13:22:30Z',
    ]);
  });

  it('geen: no deadline until one is agreed; then it holds, over the change to winter time', () => {
    const desk = play({
      contract: 'go2people',
      priority: 'geen',
      reported: '2026-10-21T10:00:00+02:00',
      steps: [
        ['2026-10-22T10:00:00+02:00', { type: 'agree', clock: 'response', target: '24 hours' }],
        // From 08:00Z to Monday 11:00Z: 99 hours.
        [
          '2026-10-22T10:00:00.001+02:00',
          { type: 'agree', clock: 'resolution', deadline: Date.parse('2026-10-26T12:00:00.001+01:00') },
        ],
        ['2026-10-23T10:20:00+02:00', { type: 'respond' }],
        ['2026-10-26T11:30:00+01:00', { type: 'resolve' }],
      ],
    });
    expect(desk.told()).toEqual([
      'response at-risk 2026-10-23T02:00:00Z',
      'response breached 2026-10-23T08:00:00Z',
      // 74.25 of 99 hours.
      'resolution at-risk 2026-10-25T10:15:00.001Z',
    ]);
  });

  it('a lower priority measures its target from the original start', () => {
    const desk = play({
      contract: 'go2people',
      priority: 'hoog',
      reported: '2026-05-18T10:00:00+02:00',
      steps: [
        ['2026-05-18T10:30:00+02:00', { type: 'respond' }],
        // 16 working hours from Monday 10:00: 7.5 h and 8.5 h, exactly at closing on Tuesday.
        ['2026-05-18T12:00:00+02:00', { type: 'reprioritise', priority: 'neutraal' }],
        ['2026-05-19T17:30:00+02:00', { type: 'resolve' }],
      ],
    });
    // 12 hours: 4.5 h into Tuesday.
    expect(desk.told()).toEqual(['resolution at-risk 2026-05-19T11:30:00Z']);
  });

  it('a higher priority can be too late at once: the breach is at its deadline, not at the change', () => {
    const desk = play({
      contract: 'go2people',
      priority: 'neutraal',
      reported: '2026-05-18T10:00:00+02:00',
      steps: [
        ['2026-05-18T10:30:00+02:00', { type: 'respond' }],
        ['2026-05-19T09:00:00+02:00', { type: 'reprioritise', priority: 'hoog' }],
        ['2026-05-19T09:10:00+02:00', { type: 'resolve' }],
      ],
    });
    // 8 hours on the clock after Monday 10:00. Nobody could know before the change, so nobody else is called at 09:10.
    expect(desk.told()).toEqual([
      'resolution at-risk 2026-05-18T14:00:00Z',
      'resolution breached 2026-05-18T16:00:00Z',
    ]);
  });
});

const CORRECT = {
  reporterName: 'Jan Bakker',
  reporterRole: 'webmaster',
  reporterPhone: '+31 20 000 00 00',
  reporterEmail: 'jan@example.nl',
  domainName: 'Intranet',
  domainUrl: 'https://intranet.example.nl',
  description: 'De zoekmachine geeft geen resultaten',
  module: 'zoeken',
  operatingSystem: 'Windows 11',
  browser: 'Firefox 150',
};

describe('fellow, with its example table', () => {
  it('hoog: clocks run from the moment the report is correct, over a weekend and the King’s birthday', () => {
    const { module, browser, ...incomplete } = CORRECT;
    const desk = play({
      contract: 'fellow',
      priority: 'hoog',
      fields: incomplete,
      // A Friday.
      reported: '2026-04-24T16:00:00+02:00',
      steps: [
        ['2026-04-24T16:05:00+02:00', { type: 'respond', text: 'Welke module en browser?' }],
        // Half an hour on Friday, the rest on Tuesday: start of work by 09:30, workaround by 12:30.
        ['2026-04-24T17:30:00+02:00', { type: 'complete-report', fields: { module, browser } }],
        // An answer stops nothing here, only start of work does.
        ['2026-04-24T17:40:00+02:00', { type: 'respond' }],
        ['2026-04-28T09:20:00+02:00', { type: 'start-work' }],
        ['2026-04-28T12:45:00+02:00', { type: 'workaround' }],
        ['2026-04-29T10:00:00+02:00', { type: 'resolve' }],
      ],
    });
    expect(desk.told()).toEqual([
      'response at-risk 2026-04-28T07:15:00Z',
      'resolution at-risk 2026-04-28T09:30:00Z',
      'resolution breached 2026-04-28T10:30:00Z',
    ]);
  });

  it('midden: a failure of somebody else’s network stops the resolution clock only', () => {
    const desk = play({
      contract: 'fellow',
      priority: 'midden',
      fields: CORRECT,
      excluded: [['2026-03-30T12:00:00+02:00', '2026-03-30T14:00:00+02:00']],
      // The Monday after the change to summer time. Response 4 h: 14:00, excluded time or not.
      reported: '2026-03-30T10:00:00+02:00',
      steps: [
        ['2026-03-30T14:00:00+02:00', { type: 'start-work' }],
        // 2 h and 4 h on Monday, 9 h on Tuesday, 1 h on Wednesday: 10:00.
        ['2026-04-01T09:30:00+02:00', { type: 'resolve' }],
      ],
    });
    expect(desk.told()).toEqual([
      'response at-risk 2026-03-30T11:00:00Z',
      // 12 of 16 hours: 6 on Monday, 6 on Tuesday.
      'resolution at-risk 2026-03-31T13:00:00Z',
    ]);
  });

  it('laag: 8 working hours and 5 working days over Christmas', () => {
    const desk = play({
      contract: 'fellow',
      priority: 'laag',
      fields: CORRECT,
      // 1 h on Wednesday, 7 on Thursday: 16:00. Five open days on from 17:00: 24, 28, 29, 30, 31 December, 17:00.
      reported: '2026-12-23T17:00:00+01:00',
      steps: [
        ['2026-12-24T15:30:00+01:00', { type: 'start-work' }],
        ['2026-12-31T16:59:00+01:00', { type: 'resolve' }],
      ],
    });
    expect(desk.told()).toEqual([
      'response at-risk 2026-12-24T13:00:00Z',
      // 33.75 of 45 h: 1 + 9 + 9 + 9 and 5 h 45 min of the 30th.
      'resolution at-risk 2026-12-30T13:45:00Z',
    ]);
  });
});

describe('24office', () => {
  it('promises nothing about incidents: they are kept, and no clock runs', () => {
    const desk = play({
      contract: '24office',
      reported: '2026-05-18T10:00:00+02:00',
      steps: [
        ['2026-05-18T11:00:00+02:00', { type: 'respond' }],
        ['2026-05-20T11:00:00+02:00', { type: 'resolve' }],
      ],
    });
    expect(desk.present().state).toBe('resolved');
    expect(desk.told()).toEqual([]);
  });
});

describe('every priority of the reference contracts', () => {
  it('has a timeline above', () => {
    const known = ['go2people', '24office', 'diploc', 'fellow', 'sensey'].map((name) => [
      name,
      [...termsOfReference(name).priorities.keys()],
    ]);
    expect(Object.fromEntries(known)).toEqual({
      go2people: ['hoog', 'neutraal', 'laag', 'geen'],
      '24office': [],
      diploc: ['support'],
      fellow: ['hoog', 'midden', 'laag'],
      sensey: ['kritiek', 'hoog', 'medium', 'laag'],
    });
  });
});
