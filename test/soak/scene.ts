import type { ProcessSession } from '../acceptance/process-session.js';
import type { RedisServer } from '../support/redis-server.js';
import type { SaasProcess } from '../support/saas-process.js';
import type { Changes } from './changes.js';
import type { Fault } from './fault.js';
import type { Holdings } from './holdings.js';
import type { RelaySeat } from './relay-seat.js';
import type { StrictSdk } from './strict-sdk.js';

/** An official SDK in an application of its own, and the environment it reads. */
export interface OfficialSdk {
  readonly environment: string;
  readonly session: ProcessSession;
}

/** One installation under fire: its parts, what uses it, and what may befall it. */
export interface Scene {
  readonly name: string;
  readonly saas: SaasProcess;
  readonly seats: readonly RelaySeat[];
  readonly redis: RedisServer | undefined;
  readonly holdings: Holdings;
  readonly changes: Changes;
  readonly faults: readonly [Fault, ...Fault[]];
  readonly strictSdks: readonly StrictSdk[];
  readonly officialSdks: readonly OfficialSdk[];
  /** A single node remembers nothing over a restart, so it cannot tell SDKs what was deleted just before. */
  readonly forgets: boolean;
  stop(): Promise<void>;
}
