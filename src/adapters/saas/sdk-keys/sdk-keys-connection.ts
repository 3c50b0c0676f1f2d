import type { OnApplicationShutdown } from '@nestjs/common';
import type { RelayConfig } from '../../../config/relay-config.js';
import { relayVersion } from '../../../config/relay-version.js';
import type { SdkKeysConfig } from '../../../config/sdk-keys-config.js';
import type { Log } from '../../../kernel/log.js';
import type { Tracing } from '../../../kernel/tracing.js';
import type { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import type { SaasLimits } from '../saas-limits.js';
import { SaasOutlet } from '../saas-outlet.js';
import { AdminApi } from './admin-api.js';
import { AuthKeyLists } from './auth-key-lists.js';
import { SdkKey } from './sdk-key.js';
import { SdkKeyRing } from './sdk-key-ring.js';
import { SdkKeyRoutes } from './sdk-key-routes.js';

/** What everything that talks to the upstream by SDK keys shares. */
export class SdkKeysConnection implements OnApplicationShutdown {
  readonly outlet: SaasOutlet;
  readonly routes: SdkKeyRoutes;
  readonly ring: SdkKeyRing;
  readonly admin: AdminApi;
  readonly authKeys: AuthKeyLists;
  readonly pollIntervalMs: number;

  constructor(
    config: RelayConfig,
    readonly settings: SdkKeysConfig,
    readonly log: Log,
    metrics: RelayMetrics,
    tracing: Tracing,
    limits: Partial<SaasLimits> = {},
  ) {
    this.outlet = new SaasOutlet(config, log, metrics, tracing, limits);
    this.routes = new SdkKeyRoutes(config.saas, settings, this.outlet.limits, relayVersion());
    this.ring = new SdkKeyRing([...new Set(settings.apiKeys)].map((key, index) => new SdkKey(key, index + 1, this.outlet, this.routes)));
    this.admin = new AdminApi(settings, this.outlet);
    this.authKeys = new AuthKeyLists(this.ring, this.admin, log);
    this.pollIntervalMs = config.saas.pollIntervalMs;
  }

  /** Breaks off every request and stream. Nothing can be sent afterwards. */
  async onApplicationShutdown(): Promise<void> {
    await this.outlet.close();
  }
}
