import { describe, expect, it } from 'vitest';
import { play } from './reference-contracts.ts';

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
