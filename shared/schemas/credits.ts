import * as z from 'zod';
import { Clause, DurationText, Money, Percent } from './parts.ts';

const Band = z
  .strictObject({
    clause: Clause,
    below: Percent.optional().meta({ description: 'Upper end, not in the band' }),
    atOrBelow: Percent.optional().meta({ description: 'Upper end, in the band' }),
    above: Percent.optional().meta({ description: 'Lower end as the text states it, not in the band' }),
    atLeast: Percent.optional().meta({ description: 'Lower end as the text states it, in the band' }),
    percent: Percent.meta({ description: 'Share of the base that is credited' }),
  })
  .superRefine(({ below, atOrBelow, above, atLeast }, context) => {
    const refuse = (message: string) =>
      context.addIssue({ code: 'custom', message, params: { rule: 'band-boundary' }, input: { below, atOrBelow } });
    if (below === undefined && atOrBelow === undefined) {
      refuse('nobody owns the upper end of this band; give "below" (excludes it) or "atOrBelow" (includes it)');
    } else if (below !== undefined && atOrBelow !== undefined) {
      refuse(`"below" ${below} and "atOrBelow" ${atOrBelow} stand side by side; give exactly one`);
    }
    if (above !== undefined && atLeast !== undefined) {
      refuse(`"above" ${above} and "atLeast" ${atLeast} stand side by side; give at most one`);
    }
  })
  .readonly()
  .meta({ oneOf: [{ required: ['below'] }, { required: ['atOrBelow'] }] });

export const Credits = z
  .strictObject({
    clause: Clause,
    base: z.enum(['service-fee', 'contract-fee']),
    bands: z.array(Band).readonly(),
    caps: z
      .array(
        z
          .strictObject({
            clause: Clause,
            per: z.enum(['month', 'rolling-12-months']),
            percent: Percent,
            of: z.enum(['service-fee', 'contract-fee']),
          })
          .readonly(),
      )
      .readonly()
      .optional(),
    settlement: z.enum(['next-invoice', 'credit-note', 'refund']),
    treatment: z.enum(['price-reduction', 'compensation']),
    numbering: z.enum(['billing-system', 'tracker']),
    minimumAmount: Money.optional(),
    approvalAbove: Money.optional(),
    claimWithin: DurationText.optional(),
  })
  .readonly();

export const Closing = z
  .strictObject({ clause: Clause.optional(), grace: DurationText.optional(), requiredCoverage: Percent.optional() })
  .readonly();
