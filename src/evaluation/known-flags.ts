import type { CompiledFlag, Decision } from './compiled-flag.js';
import type { Outcome } from './outcome.js';
import type { Questions } from './questions.js';

/** A flag at its place in one environment. */
export interface KnownFlag {
  readonly index: number;
  readonly flag: CompiledFlag;
  readonly decide: Decision;
  readonly whenUnmet: Outcome;
  readonly hasPrerequisites: boolean;
  /** What the flag depends on, up to the first prerequisite that names an unknown flag: that one ends the list as met. */
  readonly prerequisites: readonly KnownPrerequisite[];
}

export interface KnownPrerequisite {
  readonly flag: KnownFlag;
  readonly variations: ReadonlySet<string>;
}

/** The flags of one environment in its order. Each is linked to the environment when first asked for. */
export class KnownFlags {
  readonly #questions: Questions;
  readonly #flags: readonly CompiledFlag[];
  readonly #positions = new Map<string, number>();
  readonly #linked: (KnownFlag | undefined)[];

  /** Of flags with the same identifier the last counts, in the place of the first. */
  constructor(flags: Iterable<CompiledFlag>, questions: Questions) {
    this.#questions = questions;
    const byIdentifier = new Map<string, CompiledFlag>();
    for (const flag of flags) if (flag.identifier !== '') byIdentifier.set(flag.identifier, flag);
    this.#flags = [...byIdentifier.values()];
    for (const [index, flag] of this.#flags.entries()) this.#positions.set(flag.identifier, index);
    this.#linked = new Array<KnownFlag | undefined>(this.#flags.length);
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

  #link(index: number): KnownFlag | undefined {
    const flag = this.#flags[index];
    if (flag === undefined) return undefined;
    const linked = new LinkedFlag(index, flag, this, this.#questions);
    this.#linked[index] = linked;
    return linked;
  }
}

class LinkedFlag implements KnownFlag {
  readonly decide: Decision;
  readonly whenUnmet: Outcome;
  readonly hasPrerequisites: boolean;
  #prerequisites: readonly KnownPrerequisite[] | undefined;

  constructor(
    readonly index: number,
    readonly flag: CompiledFlag,
    readonly known: KnownFlags,
    questions: Questions,
  ) {
    const { decision, whenUnmet, prerequisites } = flag.logic;
    this.decide = decision(questions);
    this.whenUnmet = whenUnmet;
    this.hasPrerequisites = prerequisites.length > 0;
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
