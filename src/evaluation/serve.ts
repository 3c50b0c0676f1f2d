import { compileDistribution } from './distribution.js';
import type { FlagOutcomes } from './flag-outcomes.js';
import type { Inquiry } from './inquiry.js';
import { isObject, type JsonObject, textOf } from './json-fields.js';
import type { Outcome, OutcomeOrigin } from './outcome.js';
import type { Questions } from './questions.js';

/** What a step of the evaluation serves; undefined when it names no variation, so that the next step is asked. */
export type Serve = (inquiry: Inquiry) => Outcome | undefined;

/** A step of one flag, which becomes a serve once it has put its questions to an environment. */
export type Step = (questions: Questions) => Serve;

/** The serve of a rule or of the default. A distribution wins over a variation. Undefined when it has neither. */
export function compileServe(serve: JsonObject, outcomes: FlagOutcomes, origin: OutcomeOrigin): Serve | undefined {
  const distribution = serve['distribution'];
  if (isObject(distribution)) return compileDistribution(distribution, outcomes, origin);

  const variation = serve['variation'];
  return variation === undefined || variation === null ? undefined : serveVariation(textOf(variation), outcomes, origin);
}

/** Serves one variation to everybody. */
export function serveVariation(variation: string, outcomes: FlagOutcomes, origin: OutcomeOrigin): Serve {
  const outcome = variation === '' ? undefined : outcomes.serving(variation, origin);
  return () => outcome;
}
