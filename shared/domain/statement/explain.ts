import type { Language } from '../contract/agreement.ts';
import type { CountedOutage } from '../downtime/downtime.ts';
import type { ExclusionFinding } from '../downtime/exclusions.ts';
import type { Interval } from '../interval/interval.ts';
import { explainCredit } from './explain-credit.ts';
import { type Pen, penFor } from './pen.ts';
import type { Statement } from './statement.ts';

/**
 * The derivation as a person reads it and can recompute it by hand: every interval with its source, each exclusion with
 * clause and reason, the formula with its numbers, the boundaries and who owns them, and the arithmetic of the credit.
 * @param language default: that of the contract
 * @returns lines of plain text, ending with a line feed
 * Source: semantics, closing a month: a statement carries its whole derivation
 */
export function explainStatement(statement: Statement, language?: Language): string {
  const pen = penFor(statement.inputs.terms, language);
  const parts = [
    heading(statement, pen),
    downtime(statement, pen),
    availability(statement, pen),
    latency(statement, pen),
    explainCredit(statement, pen),
    closing(statement, pen),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function heading(statement: Statement, { say, words, write }: Pen): readonly string[] {
  const { terms } = statement.inputs;
  const { period, corrects } = statement;
  return [
    say.title(statement.statementId),
    say.parties(terms.customer.legalName, terms.seller.legalName),
    say.contract(terms.contract.ref, terms.contract.version, terms.agreement.title, terms.agreement.version),
    say.service(terms.service.name, terms.service.ref, terms.service.environment),
    say.period(statement.month, write.span(period), period.timeZone),
    ...(period.isPartial ? [say.partial(write.length(period.monthMs))] : []),
    say.measuredOn(words.measuredOn[statement.measuredOn]),
    ...(corrects === undefined ? [] : [say.corrects(statement.revision, corrects.statementId, corrects.reason)]),
  ];
}

function downtime({ derivation, period, inputs }: Statement, pen: Pen): readonly string[] {
  const { say, write } = pen;
  const rule = inputs.terms.availability;
  const minimum = rule?.minimumOutage;
  const list = (pieces: readonly Interval[]) =>
    pieces.length === 0 ? [`  ${say.none}`] : pieces.map((piece) => `  ${write.span(piece)}`);
  return [
    say.step1(rule?.scope ?? 'any-user', (rule?.environments ?? [inputs.terms.service.environment]).join(', ')),
    ...entries(derivation.outages, (outage) => outageLine(outage, pen), say.none),
    say.step2,
    ...list(derivation.united),
    say.step3,
    ...entries(derivation.exclusions, (finding) => exclusionLine(finding, pen), say.none),
    say.remains,
    ...list(derivation.afterExclusions),
    minimum === undefined ? say.noMinimum : say.step4(minimum.longerThan, minimum.counts, minimum.clause),
    ...(minimum === undefined ? [] : [say.tooShort, ...list(derivation.tooShort), say.counts]),
    ...(minimum === undefined ? [] : list(derivation.afterMinimum)),
    derivation.serviceHours === null ? say.step5(write.span(period)) : say.step5Hours(rule?.during ?? ''),
    ...list(derivation.downtime),
  ];
}

function entries<T>(list: readonly T[], line: (entry: T) => string, none: string): readonly string[] {
  return list.length === 0 ? [`  ${none}`] : list.map((entry) => `  ${line(entry)}`);
}

function outageLine(outage: CountedOutage, { say, words, write }: Pen): string {
  const verdict = outage.because === undefined ? say.doesCount : say.doesNotCount(words.uncounted[outage.because]);
  const open = outage.wasOpen === true ? `; ${say.wasOpen}` : '';
  return `${outage.id} [${words.source[outage.source]}] ${write.span(outage)}: ${verdict}${open}`;
}

function exclusionLine(finding: ExclusionFinding, { say, words, write }: Pen): string {
  const { id, ground, clause, holds, because, takesOut, channel, sentAt, neededBy, decidedBy, reason } = finding;
  const details = [
    words.exclusion[because],
    ...(channel === undefined ? [] : [say.channel(channel, sentAt === undefined ? null : write.instant(sentAt))]),
    ...(neededBy === undefined ? [] : [say.neededBy(write.instant(neededBy))]),
    ...(decidedBy === undefined ? [] : [say.decision(decidedBy, write.instant(finding.decidedAt ?? 0), reason ?? '')]),
    ...(holds ? [say.takesOut(takesOut.map((piece) => write.span(piece)).join('; '))] : []),
  ];
  const where = clause === null ? say.noClause : say.clause(clause);
  return `${id} ${words.ground[ground]}, ${where}, ${write.span(finding)}: ${holds ? say.holds : say.rejected}; ${details.join('; ')}`;
}

function availability(
  { experienced, contracted, coverage, inputs, thresholds }: Statement,
  pen: Pen,
): readonly string[] {
  const { say, words, write } = pen;
  const { totalMs, downtimeMs, excludedMs, percent, target, met, kind, budgetMs, budgetLeftMs } = contracted;
  const rule = inputs.terms.availability;
  return [
    say.formula,
    say.figure(say.experienced, experienced.totalMs, experienced.downtimeMs, write.percent(experienced.percent)),
    percent === null ? say.nothingToMeasure : say.figure(say.contracted, totalMs, downtimeMs, write.percent(percent)),
    say.excluded(write.length(excludedMs), rule?.excludedTime ?? 'stays'),
    ...(target === null || rule === undefined || kind === null
      ? [say.noTarget]
      : [say.target(write.percent(target), words.promise[kind], rule.clause, met)]),
    ...(budgetMs === null || budgetLeftMs === null
      ? []
      : [say.budget(write.length(budgetMs), write.length(budgetLeftMs))]),
    ...(coverage === null
      ? []
      : [
          say.coverage(
            write.percent(coverage.percent),
            write.length(coverage.unknownMs),
            coverage.required === null ? null : write.percent(coverage.required),
            coverage.sufficient,
          ),
          ...coverage.unknown.map((piece) => `  ${say.unknown} ${write.span(piece)}`),
        ]),
    ...thresholds.map((threshold) =>
      say.threshold(
        threshold.kind,
        write.percent(threshold.percent),
        threshold.boundary,
        write.length(threshold.fromDowntimeMs),
        threshold.holds,
        threshold.creditPercent === undefined ? null : write.percent(threshold.creditPercent),
        threshold.clause,
      ),
    ),
  ];
}

function latency({ latency: figure }: Statement, { say, words }: Pen): readonly string[] {
  if (figure === null) return [];
  const { clause, kind, atMostMs, sumMs, count, meanMs, met } = figure;
  if (meanMs === null) return [say.noLatency(atMostMs, clause)];
  return [say.latency(sumMs, count, meanMs, atMostMs, words.promise[kind], clause, met === true)];
}

function closing({ review, inputs, inputsSha256 }: Statement, { say, words, write }: Pen): readonly string[] {
  const { accepted, terms, closedAt } = inputs;
  return [
    ...terms.interpretations.map(({ clause, question, reading, decidedBy, decidedOn }) =>
      say.interpretation(clause, question, reading, decidedBy, decidedOn),
    ),
    ...review.map(({ code }) => say.waits(words.review[code])),
    ...(accepted === undefined ? [] : [say.accepted(accepted.by, write.instant(accepted.at), accepted.reason)]),
    say.closed(write.instant(closedAt)),
    say.hash(inputsSha256),
  ];
}
