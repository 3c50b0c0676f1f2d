import type { Tenure } from './tenure.js';

/** Tells whether this node leads now. */
export interface Incumbent {
  readonly tenure: Tenure | undefined;
}
