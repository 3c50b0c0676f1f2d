import type { CompiledFlag } from './compiled-flag.js';
import type { DecisionGraph } from './decision-graph.js';
import type { Place } from './place.js';

/** A flag at its place in one environment. */
export interface KnownFlag {
  readonly index: number;
  readonly flag: CompiledFlag;
  /** Where its evaluation begins. */
  readonly entry: Place;
  /** The same when its prerequisites do not matter. */
  readonly decision: Place;
  readonly hasPrerequisites: boolean;
  /** What the flag depends on, up to the first prerequisite that names an unknown flag: that one ends the list as met. */
  readonly prerequisites: readonly KnownPrerequisite[];
}

export interface KnownPrerequisite {
  readonly flag: KnownFlag;
  readonly variations: ReadonlySet<string>;
}

/** The flags of one environment in its order. Each is added to the environment's graph when first asked for. */
export class KnownFlags {
  readonly #graph: DecisionGraph;
  readonly #flags: readonly CompiledFlag[];
  readonly #positions = new Map<string, number>();
  readonly #linked: (KnownFlag | undefined)[];
  readonly #entries: (Place | undefined)[];

  /** Of flags with the same identifier the last counts, in the place of the first. */
  constructor(flags: Iterable<CompiledFlag>, graph: DecisionGraph) {
    this.#graph = graph;
    const byIdentifier = new Map<string, CompiledFlag>();
    for (const flag of flags) if (flag.identifier !== '') byIdentifier.set(flag.identifier, flag);
    this.#flags = [...byIdentifier.values()];
    for (const [index, flag] of this.#flags.entries()) this.#positions.set(flag.identifier, index);
    this.#linked = new Array<KnownFlag | undefined>(this.#flags.length);
    this.#entries = new Array<Place | undefined>(this.#flags.length);
  }

  get count(): number {
    return this.#flags.length;
  }

  has(identifier: string): boolean {
    return this.#positions.has(identifier);
  }

  find(identifier: string): KnownFlag | undefined {
    const index = this.#positions.get(identifier);
    return index === undefined ? undefined : this.at(index);
  }

  at(index: number): KnownFlag | undefined {
    return this.#linked[index] ?? this.#link(index);
  }

  /** Where the evaluation of a flag begins. Kept by itself: in a long list, going there by way of each flag takes time. */
  entry(index: number): Place | undefined {
    return (this.#entries[index] ??= this.at(index)?.entry);
  }

  #link(index: number): KnownFlag | undefined {
    const flag = this.#flags[index];
    if (flag === undefined) return undefined;
    const linked = new LinkedFlag(index, flag, this, this.#graph);
    this.#linked[index] = linked;
    return linked;
  }
}

class LinkedFlag implements KnownFlag {
  readonly entry: Place;
  readonly decision: Place;
  readonly hasPrerequisites: boolean;
  #prerequisites: readonly KnownPrerequisite[] | undefined;

  constructor(
    readonly index: number,
    readonly flag: CompiledFlag,
    readonly known: KnownFlags,
    graph: DecisionGraph,
  ) {
    const { decision, whenUnmet, prerequisites } = flag.logic;
    this.decision = decision(graph);
    this.hasPrerequisites = prerequisites.length > 0;
    this.entry = this.hasPrerequisites ? graph.checkPrerequisites(index, this.decision, graph.end(whenUnmet)) : this.decision;
  }

  get prerequisites(): readonly KnownPrerequisite[] {
    return (this.#prerequisites ??= this.#resolve());
  }

  #resolve(): readonly KnownPrerequisite[] {
    const resolved: KnownPrerequisite[] = [];
    for (const { flag: identifier, variations } of this.flag.logic.prerequisites) {
      const flag = this.known.find(identifier);
      if (flag === undefined) break;
      resolved.push({ flag, variations });
    }
    return resolved;
  }
}
