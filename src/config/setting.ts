import type { Kind } from './kinds/kind.js';

/** One thing an operator can set: as an environment variable and, unless `withoutFlag`, as a command-line flag. */
export interface Setting<T> {
  readonly variable: string;
  readonly kind: Kind<T>;
  /** What holds when nothing is set, in the form an operator would write. Absent: nothing. */
  readonly default?: string;
  /** Never shown anywhere, and can also come from the file that `<variable>_FILE` names. */
  readonly secret?: true;
  /** Variables read, in this order, when the first is unset. */
  readonly otherVariables?: readonly string[];
  /** Further names of the flag, without dashes. */
  readonly otherFlags?: readonly string[];
  /** Variables that belong to the platform rather than to the relay have no flag. */
  readonly withoutFlag?: true;
  readonly meaning: string;
}
