/** An upstream that a contract can fill and break. Items are objects as the wire has them, or source text. */
export interface ScriptedUpstream {
  addEnvironment(content: { readonly id: string; readonly sdkKeys?: readonly string[]; readonly flags?: readonly (object | string)[]; readonly segments?: readonly (object | string)[] }): void | Promise<void>;
  /** The following three are told on the stream. */
  putFlag(environment: string, flag: object): void | Promise<void>;
  putSegment(environment: string, segment: object): void | Promise<void>;
  deleteFlag(environment: string, identifier: string): void | Promise<void>;
  /** For an upstream whose stream names environments. */
  removeEnvironment?(environment: string): void | Promise<void>;
  loseStreams(): void | Promise<void>;
  /** Nothing can be reached any more. */
  goAway(): void | Promise<void>;
  /** Our credentials are refused from now on. */
  refuse(): void | Promise<void>;
}
