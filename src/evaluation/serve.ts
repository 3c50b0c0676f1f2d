import { compileDistribution } from './distribution.js';
import type { FlagOutcomes } from './flag-outcomes.js';
import { isObject, type JsonObject, textOf } from './json-fields.js';
import type { OutcomeOrigin } from './outcome.js';
import { serveVariation } from './serve-variation.js';
import type { Step } from './step.js';

/** The serve of a rule or of the default. A distribution wins over a variation. Undefined when it has neither. */
export function compileServe(serve: JsonObject, outcomes: FlagOutcomes, origin: OutcomeOrigin): Step | undefined {
  const distribution = serve['distribution'];
  if (isObject(distribution)) return compileDistribution(distribution, outcomes, origin);

  const variation = serve['variation'];
  return variation === undefined || variation === null ? undefined : serveVariation(textOf(variation), outcomes, origin);
}
