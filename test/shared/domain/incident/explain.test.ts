import { describe, expect, it } from 'vitest';
import { explainClocks } from '../../../../shared/domain/incident/explain.ts';
import { deadlineWords } from '../../../../shared/domain/notification/deadline-words.ts';
import { SupportDesk, t, termsWith } from './support-desk.ts';

function explained(desk: SupportDesk, now: number) {
  const [response, resolution] = explainClocks(desk.present(), { terms: desk.terms, excluded: desk.excluded, now });
  if (response === undefined || resolution === undefined) throw new Error('two clocks');
  return { response, resolution };
}

describe('a deadline explains itself', () => {
  it('with the hours counted and the days skipped, around Ascension and a weekend', () => {
    const desk = new SupportDesk(termsWith());
    const at = t('2026-05-13T16:30:00+02:00');
    desk.report(at, 'normal');
    const { response, resolution } = explained(desk, at);
    // 1 hour on Wednesday, 7 from 09:00 on Friday: 16:00.
    expect(deadlineWords(response, 'nl')).toEqual([
      'Beloofd: 8 werkuren (garantie, bepaling 2.2)',
      'Begonnen: wo 13 mei 2026 16:30',
      'Geteld: wo 13 mei 2026 16:30 - wo 13 mei 2026 17:30 = 1 u',
      'Geteld: vr 15 mei 2026 09:00 - vr 15 mei 2026 16:00 = 7 u',
      'Overgeslagen: 2026-05-14 (feestdag)',
      'Uiterlijk: vr 15 mei 2026 16:00 (Europe/Amsterdam)',
    ]);
    // 1 + 8.5 + 6.5 hours: Monday 15:30.
    expect(deadlineWords(resolution, 'en').slice(2)).toEqual([
      'Counted: Wed 13 May 2026 16:30 - Wed 13 May 2026 17:30 = 1 h',
      'Counted: Fri 15 May 2026 09:00 - Fri 15 May 2026 17:30 = 8 h 30 min',
      'Counted: Mon 18 May 2026 09:00 - Mon 18 May 2026 15:30 = 6 h 30 min',
      'Skipped: 2026-05-14 (holiday)',
      'Skipped: 2026-05-16 (not a working day)',
      'Skipped: 2026-05-17 (not a working day)',
      'Due: Mon 18 May 2026 15:30 (Europe/Amsterdam)',
    ]);
    for (const { spans, status } of [response, resolution]) {
      const counted = spans.reduce((sum, { ms }) => sum + ms, 0);
      expect(counted).toBe(status.usedMs + (status.marginMs ?? 0));
    }
  });

  it('with the time it did not run, and why', () => {
    const desk = new SupportDesk(termsWith());
    desk.report(t('2026-05-18T10:00:00+02:00'), 'normal');
    desk.act(t('2026-05-19T11:00:00+02:00'), { type: 'pause', reason: 'wacht op klant' });
    const held = explained(desk, t('2026-05-20T12:00:00+02:00')).resolution;
    expect(deadlineWords(held, 'nl').at(-1)).toBe('Zolang de klok stilstaat is er geen termijn.');
    desk.act(t('2026-05-21T14:00:00+02:00'), { type: 'resume' });
    const { resolution } = explained(desk, t('2026-05-21T15:00:00+02:00'));
    expect(resolution.held).toMatchObject([
      { start: { local: '2026-05-19T11:00:00+02:00' }, end: { local: '2026-05-21T14:00:00+02:00' }, reason: 'paused' },
    ]);
    // 7.5 + 2 hours, then 3.5 and 3: Friday 12:00.
    expect(resolution.spans.map(({ ms }) => ms / 3_600_000)).toEqual([7.5, 2, 3.5, 3]);
    expect(resolution.deadline?.local).toBe('2026-05-22T12:00:00+02:00');
  });

  it('with an exclusion as such', () => {
    const desk = new SupportDesk(termsWith());
    const at = t('2026-05-18T10:00:00+02:00');
    desk.excluded.push({ start: at + 3_600_000, end: at + 7_200_000 });
    desk.report(at, 'high');
    const { resolution } = explained(desk, at + 4 * 3_600_000);
    expect(resolution.held.map(({ reason }) => reason)).toEqual(['excluded']);
    expect(resolution.deadline?.at).toBe(at + 9 * 3_600_000);
  });

  it('with the hours that came with an agreement', () => {
    const desk = new SupportDesk(termsWith());
    desk.report(t('2026-05-18T10:00:00+02:00'), 'none');
    const agreed = t('2026-05-18T16:30:00+02:00');
    desk.act(agreed, { type: 'agree', clock: 'resolution', target: '4 business hours', calendar: 'office' });
    const { resolution } = explained(desk, agreed);
    expect(resolution.deadline?.local).toBe('2026-05-19T12:00:00+02:00');
    expect(resolution.spans.at(-1)?.end.local).toBe('2026-05-19T12:00:00+02:00');
  });

  it('says that there is none by agreement, or that it has not begun', () => {
    const desk = new SupportDesk(termsWith());
    desk.report(t('2026-05-18T10:00:00+02:00'), 'none');
    expect(deadlineWords(explained(desk, t('2026-05-18T11:00:00+02:00')).response, 'nl').at(-1)).toBe(
      'Uiterlijk: in overleg, nog geen termijn afgesproken',
    );
    const incomplete = new SupportDesk(termsWith({ correctReport: { clause: '5.3', fields: ['url'] } }));
    incomplete.report(t('2026-05-18T10:00:00+02:00'), 'high');
    expect(deadlineWords(explained(incomplete, t('2026-05-18T11:00:00+02:00')).response, 'nl').at(-1)).toBe(
      'De klok is nog niet begonnen.',
    );
  });
});
