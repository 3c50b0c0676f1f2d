import type { Tenure } from './tenure.js';

/** Tells whether this node leads now. */
export interface Incumbent {
  /** The term in which it may write. */
  readonly tenure: Tenure | undefined;
  /** It leads for its own SDKs, without a term, until Redis tells who leads all. */
  readonly isAlone?: boolean;
}
