import type { Evaluation } from './evaluation.js';
import { type JsonObject, objectsOf, textOf } from './json-fields.js';
import type { Outcome, OutcomeOrigin } from './outcome.js';

interface Variation {
  readonly value: string;
  readonly json: string;
}

/** Makes the outcomes of one flag from its variations. */
export class FlagOutcomes {
  readonly #flag: string;
  readonly #kind: string;
  readonly #variations = new Map<string, Variation>();

  constructor(flag: string, json: JsonObject) {
    this.#flag = flag;
    this.#kind = textOf(json['kind']);
    for (const variation of objectsOf(json['variations'])) {
      const identifier = textOf(variation['identifier']);
      if (this.#variations.has(identifier)) continue;
      const value = textOf(variation['value']);
      this.#variations.set(identifier, { value, json: JSON.stringify({ flag, identifier, kind: this.#kind, value }) });
    }
  }

  /** Serving the named variation, which the flag may turn out not to have. */
  serving(identifier: string, origin: OutcomeOrigin): Outcome {
    const variation = this.#variations.get(identifier);
    if (identifier === '') return this.servingNothing();
    if (variation === undefined) return { variation: '', json: '', problem: `variation not found: ${identifier}` };

    const evaluation: Evaluation = Object.freeze({
      flag: this.#flag,
      identifier,
      kind: this.#kind,
      value: variation.value,
      isRollout: false,
      ...origin,
    });
    return { variation: identifier, evaluation, json: variation.json };
  }

  servingNothing(): Outcome {
    return { variation: '', json: '', problem: `error while evaluating flag: ${this.#flag}` };
  }
}
