import type { FlagOutcomes } from './flag-outcomes.js';
import type { Inquiry } from './inquiry.js';
import { type JsonObject, numberOf, objectsOf, textOf } from './json-fields.js';
import type { Outcome, OutcomeOrigin } from './outcome.js';

/**
 * A percentage rollout as a table from bucket to outcome. Each weight takes as many buckets as it says, in order; buckets
 * that the weights do not reach, and targets without a bucket (0), get the last variation listed.
 */
export function compileDistribution(
  distribution: JsonObject,
  outcomes: FlagOutcomes,
  origin: OutcomeOrigin,
): (inquiry: Inquiry) => Outcome | undefined {
  const bucketBy = textOf(distribution['bucketBy']);
  const shares = objectsOf(distribution['variations']).map((share) => ({
    weight: numberOf(share['weight']),
    variation: textOf(share['variation']),
  }));

  const served = new Map<string, Outcome | undefined>([['', undefined]]);
  const outcomeOf = (variation: string) => {
    if (!served.has(variation)) served.set(variation, outcomes.serving(variation, { ...origin, isRollout: true }));
    return served.get(variation);
  };

  const last = outcomeOf(shares.at(-1)?.variation ?? '');
  const byBucket = new Array<Outcome | undefined>(101).fill(last);
  let bucket = 1;
  let sum = 0;
  for (const { weight, variation } of shares) {
    sum += weight;
    for (; bucket <= 100 && bucket <= sum; bucket++) byBucket[bucket] = outcomeOf(variation);
  }

  return (inquiry) => byBucket[inquiry.bucket(bucketBy)];
}
