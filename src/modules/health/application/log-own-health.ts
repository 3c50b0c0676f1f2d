import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { RelayConfig } from '../../../config/relay-config.js';
import { RELAY_CONFIG } from '../../../config/relay-config.token.js';
import { Log } from '../../../kernel/log.js';
import { ReportHealth } from './report-health.js';

/** Writes the own health to the log every `HEARTBEAT_INTERVAL`. */
@Injectable()
export class LogOwnHealth implements OnApplicationBootstrap {
  constructor(
    private readonly health: ReportHealth,
    private readonly scheduler: SchedulerRegistry,
    private readonly log: Log,
    @Inject(RELAY_CONFIG) private readonly config: RelayConfig,
  ) {}

  onApplicationBootstrap(): void {
    const { heartbeatMs } = this.config.log;
    if (heartbeatMs === 0) return;
    this.scheduler.addInterval('own-health', setInterval(() => this.#write(), heartbeatMs));
  }

  #write(): void {
    const { ready, details } = this.health.readiness();
    if (ready) this.log.info(details, 'healthy');
    else this.log.warn(details, 'not ready');
  }
}
