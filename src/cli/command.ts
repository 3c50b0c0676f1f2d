/** What a command has to say, and how it ends: 0 yes, 1 no, 2 it could not be found out. */
export interface Outcome {
  readonly code: 0 | 1 | 2;
  /** Lines for people. */
  readonly lines: readonly string[];
  /** The same for programs (`--json`). */
  readonly json: unknown;
}

export interface Arguments {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** One of the things that the tool does. */
export interface Command {
  readonly usage: string;
  /** How many arguments it takes beside options. */
  readonly takes: number;
  readonly options: Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly multiple?: boolean }>>;
  run(given: Arguments): Promise<Outcome>;
}
