import { EncodedVariation } from './encoded-variation.js';
import { type JsonObject, objectsOf, textOf } from './json-fields.js';
import type { Outcome, OutcomeOrigin } from './outcome.js';

/** Makes the outcomes of one flag from its variations. */
export class FlagOutcomes {
  readonly #flag: string;
  readonly #variations = new Map<string, EncodedVariation>();

  constructor(flag: string, json: JsonObject) {
    this.#flag = flag;
    const kind = textOf(json['kind']);
    for (const variation of objectsOf(json['variations'])) {
      const identifier = textOf(variation['identifier']);
      if (this.#variations.has(identifier)) continue;
      this.#variations.set(identifier, new EncodedVariation(flag, identifier, kind, textOf(variation['value'])));
    }
  }

  /** Serving the named variation, which the flag may turn out not to have. */
  serving(identifier: string, origin: OutcomeOrigin): Outcome {
    if (identifier === '') return this.servingNothing();
    const encoded = this.#variations.get(identifier);
    if (encoded === undefined) return { evaluation: undefined, encoded: undefined, problem: `variation not found: ${identifier}` };

    const { flag, kind, value } = encoded;
    return { evaluation: Object.freeze({ flag, identifier, kind, value, isRollout: false, ...origin }), encoded };
  }

  servingNothing(): Outcome {
    return { evaluation: undefined, encoded: undefined, problem: `error while evaluating flag: ${this.#flag}` };
  }
}
