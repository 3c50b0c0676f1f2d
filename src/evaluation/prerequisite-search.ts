import type { DecisionGraph } from './decision-graph.js';
import type { Inquiry } from './inquiry.js';
import type { KnownFlag } from './known-flags.js';
import type { Outcome } from './outcome.js';

const unseen = 0;
const open = 1;
const unmet = 2;

/**
 * Finds out whether the prerequisites of flags are met for one target, looking at each flag at most once. They are unmet
 * when the flag, or any flag reached from it through prerequisites, has one whose variation is not among those asked for.
 * So flags that depend on each other in a circle are met unless something in the circle is not, and the answer is the
 * same from wherever the search begins. Open flags wait in a queue of their own rather than on the call stack.
 */
export class PrerequisiteSearch {
  readonly #graph: DecisionGraph;
  readonly #inquiry: Inquiry;
  readonly #decided: (Outcome | undefined)[];
  readonly #standings: Uint8Array;
  readonly #openFlags: KnownFlag[] = [];
  readonly #dependants: KnownFlag[][] = [];

  constructor(flagCount: number, graph: DecisionGraph, inquiry: Inquiry) {
    this.#graph = graph;
    this.#inquiry = inquiry;
    this.#decided = new Array<Outcome | undefined>(flagCount);
    this.#standings = new Uint8Array(flagCount);
  }

  isMet(flag: KnownFlag): boolean {
    this.#open(flag);
    while (this.#standings[flag.index] === open) {
      const next = this.#openFlags.pop();
      if (next === undefined) return true;
      if (this.#standings[next.index] === open) this.#examine(next);
    }
    return false;
  }

  #open(flag: KnownFlag): void {
    if (this.#standings[flag.index] !== unseen) return;
    this.#standings[flag.index] = open;
    this.#openFlags.push(flag);
  }

  #examine(flag: KnownFlag): void {
    for (const prerequisite of flag.prerequisites) {
      const evaluation = this.#decide(prerequisite.flag)?.evaluation;
      // A prerequisite that cannot be evaluated ends the list as met.
      if (evaluation === undefined) return;
      if (!prerequisite.variations.has(evaluation.identifier) || this.#standings[prerequisite.flag.index] === unmet) {
        return this.#refuse(flag);
      }
      if (!prerequisite.flag.hasPrerequisites) continue;
      (this.#dependants[prerequisite.flag.index] ??= []).push(flag);
      this.#open(prerequisite.flag);
    }
  }

  // What the flag serves regardless of its own prerequisites.
  #decide(flag: KnownFlag): Outcome | undefined {
    return (this.#decided[flag.index] ??= this.#graph.outcomeAt(this.#graph.walk(flag.decision, this.#inquiry)));
  }

  #refuse(flag: KnownFlag): void {
    const refused = [flag];
    for (let next = refused.pop(); next !== undefined; next = refused.pop()) {
      if (this.#standings[next.index] === unmet) continue;
      this.#standings[next.index] = unmet;
      for (const dependant of this.#dependants[next.index] ?? []) refused.push(dependant);
    }
  }
}
