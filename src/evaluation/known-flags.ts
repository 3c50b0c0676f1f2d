import type { CompiledFlag, FlagLogic } from './compiled-flag.js';

/** A flag at its place in one environment. */
export interface KnownFlag {
  readonly index: number;
  readonly flag: CompiledFlag;
  readonly logic: FlagLogic;
  /** What the flag depends on, up to the first prerequisite that names an unknown flag: that one ends the list as met. */
  readonly prerequisites: readonly KnownPrerequisite[];
}

export interface KnownPrerequisite {
  readonly flag: KnownFlag;
  readonly variations: ReadonlySet<string>;
}

/** The flags of one environment in its order, with their prerequisites resolved once. */
export class KnownFlags implements Iterable<KnownFlag> {
  readonly #flags = new Map<string, KnownFlag>();
  readonly #inOrder: readonly KnownFlag[];

  constructor(flags: Iterable<CompiledFlag>) {
    for (const flag of flags) {
      if (flag.identifier === '') continue;
      const index = this.#flags.get(flag.identifier)?.index ?? this.#flags.size;
      this.#flags.set(flag.identifier, new LazyFlag(index, flag, this));
    }
    this.#inOrder = [...this.#flags.values()];
  }

  find(identifier: string): KnownFlag | undefined {
    return this.#flags.get(identifier);
  }

  get count(): number {
    return this.#inOrder.length;
  }

  [Symbol.iterator](): Iterator<KnownFlag> {
    return this.#inOrder[Symbol.iterator]();
  }
}

class LazyFlag implements KnownFlag {
  #prerequisites: readonly KnownPrerequisite[] | undefined;

  constructor(
    readonly index: number,
    readonly flag: CompiledFlag,
    readonly known: KnownFlags,
  ) {}

  get logic(): FlagLogic {
    return this.flag.logic;
  }

  get prerequisites(): readonly KnownPrerequisite[] {
    return (this.#prerequisites ??= this.#resolve());
  }

  #resolve(): readonly KnownPrerequisite[] {
    const resolved: KnownPrerequisite[] = [];
    for (const { flag: identifier, variations } of this.logic.prerequisites) {
      const flag = this.known.find(identifier);
      if (flag === undefined) break;
      resolved.push({ flag, variations });
    }
    return resolved;
  }
}
