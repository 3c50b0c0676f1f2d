/** Something that goes wrong. Two faults of one part never overlap. */
export interface Fault {
  readonly name: string;
  readonly part: string;
  /** What is kept in memory alone is lost by it. */
  readonly endsProcess?: boolean;
  /** Begins it; what is given back ends it. */
  strike(): Promise<() => Promise<void>>;
}

/** One that begins and ends with a call each. */
export function aFault(part: string, kind: string, begin: () => unknown, end: () => unknown = () => undefined): Fault {
  return {
    name: `${part} ${kind}`,
    part,
    strike: async () => {
      await begin();
      return async () => void (await end());
    },
  };
}
