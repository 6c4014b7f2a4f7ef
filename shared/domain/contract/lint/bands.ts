import { parsePercent } from '../../money/percent.ts';
import { type Boundary, boundaryOf } from '../../objective/bands.ts';
import type { CreditBand } from '../agreement.ts';
import { type Finding, isSettled, type LintRule, type LintTerms } from './finding.ts';

/**
 * A text may mean to begin late or to grow slowly, and a reading of the clause says so. How a gap, an overlap or a boundary
 * is read is told by the bands themselves; while they do not, no figure follows from the reading.
 */
const MAY_BE_MEANT: readonly LintRule[] = ['band-growth', 'band-target'];

interface PlacedBand {
  readonly band: CreditBand;
  readonly index: number;
  readonly upper: Boundary;
  readonly upperText: string;
}

/**
 * Faults of the credit bands: ends that two bands own or none does, gaps, overlaps, credits that do not grow with the
 * downtime, a first band that does not begin where the target ends, and an availability with neither target nor bands.
 * Source: semantics, credit: bands stack and the deepest that holds wins; each says who owns its boundary
 */
export function lintBands(terms: LintTerms): readonly Finding[] {
  const bands = terms.sections.credits?.bands ?? [];
  const findings: Finding[] = [];
  const placed: PlacedBand[] = [];
  for (const [index, band] of bands.entries()) {
    if ((band.below === undefined) === (band.atOrBelow === undefined)) {
      findings.push(ofBand('band-boundary', band, index, 'it names no upper end, or two; nobody owns its boundary'));
    } else {
      const upperText = band.below ?? band.atOrBelow ?? '';
      placed.push({ band, index, upper: boundaryOf(band), upperText });
    }
  }
  placed.sort(
    (a, b) => b.upper.microPercent - a.upper.microPercent || Number(b.upper.isIncluded) - Number(a.upper.isIncluded),
  );
  for (const [i, here] of placed.entries()) {
    const next = placed[i + 1];
    findings.push(...lowerEnd(here, next));
    if (next !== undefined) findings.push(...growth(here, next));
  }
  const first = placed[0];
  findings.push(...(first === undefined ? promised(terms) : againstTarget(terms, first)));
  return findings.filter(({ rule, clause }) => !(MAY_BE_MEANT.includes(rule) && isSettled(terms, clause)));
}

function ofBand(rule: LintRule, band: CreditBand, index: number, fault: string): Finding {
  const { clause, percent } = band;
  const message = `the band of ${percent} %: ${fault}`;
  return { rule, severity: 'error', path: ['credits', 'bands', index], clause, message };
}

function lowerEnd({ band, index, upper }: PlacedBand, next: PlacedBand | undefined): readonly Finding[] {
  const text = band.above ?? band.atLeast;
  if (text === undefined) return [];
  const found = (rule: LintRule, fault: string) => [ofBand(rule, band, index, fault)];
  const isIncluded = band.atLeast !== undefined;
  const lower = parsePercent(text);
  if (lower > upper.microPercent || (lower === upper.microPercent && !(isIncluded && upper.isIncluded))) {
    return found('band-gap', `its lower end ${text} % does not lie below its upper end; nothing is in it`);
  }
  if (next === undefined) {
    if (lower === 0 && isIncluded) return [];
    return found('band-gap', `it ends at ${text} %, and no band covers what is lower`);
  }
  const { upper: end, upperText } = next;
  if (lower > end.microPercent) return found('band-gap', `between ${text} % and ${upperText} % no band holds`);
  if (lower < end.microPercent) {
    return found('band-overlap', `it reaches down to ${text} %, into the band that begins at ${upperText} %`);
  }
  if (isIncluded && end.isIncluded)
    return found('band-boundary', `exactly ${text} % belongs to this band and to the next`);
  if (!isIncluded && !end.isIncluded) return found('band-boundary', `nobody owns exactly ${text} %`);
  return [];
}

function growth(here: PlacedBand, next: PlacedBand): readonly Finding[] {
  const { band, index, upper, upperText } = next;
  if (upper.microPercent === here.upper.microPercent && upper.isIncluded === here.upper.isIncluded) {
    return [ofBand('band-overlap', band, index, `another band has the same upper end, ${upperText} %`)];
  }
  if (parsePercent(band.percent) > parsePercent(here.band.percent)) return [];
  const fault = `it lies deeper than the band of ${here.band.percent} % and credits no more; credits must grow`;
  return [ofBand('band-growth', band, index, fault)];
}

function promised({ sections: { availability, credits } }: LintTerms): readonly Finding[] {
  if (availability === undefined || availability.target !== undefined || (credits?.bands.length ?? 0) > 0) return [];
  const message = 'an availability is promised with neither a target nor a credit band; nothing follows from it';
  const { clause } = availability;
  return [{ rule: 'availability-without-target', severity: 'error', path: ['availability'], clause, message }];
}

function againstTarget({ sections: { availability, credits } }: LintTerms, first: PlacedBand): readonly Finding[] {
  const found = (fault: string) => [ofBand('band-target', first.band, first.index, fault)];
  if (parsePercent(first.band.percent) === 0) {
    return [ofBand('band-growth', first.band, first.index, 'it credits nothing; leave it out or give its share')];
  }
  if (availability === undefined) {
    const message = 'there are credits for downtime, but no availability is promised that they could stand on';
    const clause = credits?.clause ?? first.band.clause;
    return [{ rule: 'band-without-availability', severity: 'error', path: ['credits'], clause, message }];
  }
  const { target } = availability;
  if (target === undefined) return [];
  const { upper, upperText } = first;
  const targetMicro = parsePercent(target);
  if (upper.microPercent < targetMicro) {
    return found(`the target is ${target} %, but nothing is credited until ${upperText} %`);
  }
  if (upper.microPercent > targetMicro) {
    return found(`it begins at ${upperText} %, where the target of ${target} % is still met`);
  }
  return upper.isIncluded ? found(`exactly ${target} % meets the target and is credited all the same`) : [];
}
