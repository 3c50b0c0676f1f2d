import type { FlagOutcomes } from './flag-outcomes.js';
import { type JsonObject, numberOf, objectsOf, textOf } from './json-fields.js';
import type { OutcomeOrigin } from './outcome.js';
import type { Place } from './place.js';
import { serveVariation } from './serve-variation.js';
import type { Step } from './step.js';

interface Share {
  readonly upTo: number;
  readonly variation: string;
}

const lastBucket = 100;

/**
 * A percentage rollout. Each weight takes as many buckets as it says, in order; buckets that the weights do not reach, and
 * targets without a bucket (0), get the last variation listed.
 */
export function compileDistribution(distribution: JsonObject, outcomes: FlagOutcomes, origin: OutcomeOrigin): Step {
  const bucketBy = textOf(distribution['bucketBy']);
  const shares = sharesOf(objectsOf(distribution['variations']));
  const serves = new Map(shares.map(({ variation }) => [variation, serveVariation(variation, outcomes, { ...origin, isRollout: true })]));

  return (graph, otherwise) => {
    const places = new Map<string, Place>();
    for (const [variation, serve] of serves) places.set(variation, serve(graph, otherwise));
    return graph.takeBucket(bucketBy, shares.map(({ upTo, variation }) => [upTo, places.get(variation) ?? otherwise]));
  };
}

// A share is never empty, so there are at most 101, however many weights are listed.
function sharesOf(listed: readonly JsonObject[]): readonly Share[] {
  const last = textOf(listed.at(-1)?.['variation']);
  const shares: Share[] = [{ upTo: 0, variation: last }];
  let reached = 0;
  let sum = 0;
  for (const share of listed) {
    sum += numberOf(share['weight']);
    const upTo = Math.min(lastBucket, Math.floor(sum));
    if (!(upTo > reached)) continue;
    shares.push({ upTo, variation: textOf(share['variation']) });
    reached = upTo;
  }
  if (reached < lastBucket) shares.push({ upTo: lastBucket, variation: last });
  return shares;
}
