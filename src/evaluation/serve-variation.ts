import type { FlagOutcomes } from './flag-outcomes.js';
import type { OutcomeOrigin } from './outcome.js';
import type { Step } from './step.js';

/** Serves one variation to everybody; nothing when it has no name. */
export function serveVariation(variation: string, outcomes: FlagOutcomes, origin: OutcomeOrigin): Step {
  if (variation === '') return (_graph, otherwise) => otherwise;

  const outcome = outcomes.serving(variation, origin);
  return (graph) => graph.end(outcome);
}
