import type { Target } from '../saas/types.mjs';

/** A real SDK, in an application of its own. */
export interface Sdk {
  readonly name: string;
  /** Language and version, as its metrics name it. */
  readonly metricsName: string;
  /** How many evaluations it counts when a flag is read so many times in a row. */
  counted(reads: number): number;
  /** Whether closing it posts what it has counted; otherwise that is posted a minute after its start. */
  readonly postsOnClose: boolean;
  /** Resolves once the SDK has its first configuration. */
  open(options: SdkOptions): Promise<SdkSession>;
}

export interface SdkOptions {
  readonly url: string;
  readonly sdkKey: string;
}

export interface SdkSession {
  ask(question: Question): Promise<unknown>;
  /** Ends the application. Resolves once nothing of it is left. */
  close(): Promise<void>;
}

export interface Question {
  readonly flag: string;
  readonly kind: 'boolean' | 'string' | 'int' | 'json';
  readonly target: Target;
  /** Answered when the SDK has no value. */
  readonly fallback: unknown;
  readonly reads: number;
}
