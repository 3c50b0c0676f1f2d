import type { Reply } from './batch.js';

/** One question about one part, shared by the requests that came before it was sent. */
export interface Check {
  readonly reply: Promise<Reply>;
  done: Promise<void>;
  /** Requests that are counted here when the check comes to nothing. */
  waiting: number;
  /** What is there could not be found out or loaded. */
  hasFailed: boolean;
  /** The end of this check and of those others, for all requests that wait for the same. */
  together?: { readonly others: readonly Check[]; readonly done: Promise<void> };
}
