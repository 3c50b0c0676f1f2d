import type { AuthKeyHash, EnvironmentId } from './configuration.js';

/** A flag or group that changed: what SDKs are told. */
export interface ConfigurationChange {
  readonly domain: 'flag' | 'target-segment';
  readonly event: 'create' | 'patch' | 'delete';
  readonly environment: EnvironmentId;
  readonly identifier: string;
  readonly version: number;
  /** When the upstream told of it, or on other nodes the leader (Unix milliseconds); absent when nobody did. No part of the message. */
  readonly heardAt?: number;
  /** SDKs that were told of this very version may have read an older one: it is news again. No part of the message. */
  readonly isCorrection?: boolean;
  /** From before: told again since the bus has lost it, for nodes that do not know of it. */
  readonly isRetold?: boolean;
}

/** A change from before, and when it was told (Unix milliseconds). */
export interface PastChange {
  readonly change: ConfigurationChange;
  readonly at: number;
}

/** A change of what the relay may serve at all. Never sent to SDKs. */
export type InventoryChange =
  | { readonly domain: 'proxy'; readonly event: 'proxyKeyDeleted' }
  | { readonly domain: 'proxy'; readonly event: 'environmentsAdded' | 'environmentsRemoved'; readonly environments: readonly EnvironmentId[] }
  | { readonly domain: 'proxy'; readonly event: 'apiKeyAdded' | 'apiKeyRemoved'; readonly environment: EnvironmentId; readonly authKey: AuthKeyHash };

export type RelayChange = ConfigurationChange | InventoryChange;

/** State of the relay's stream to SaaS, with the time it began (Unix milliseconds). */
export interface StreamState {
  readonly state: 'INITIALIZING' | 'CONNECTED' | 'DISCONNECTED';
  readonly since: number;
  /** Environments whose changes are not told although the stream is connected. Absent: none. */
  readonly interrupted?: readonly EnvironmentId[];
}
