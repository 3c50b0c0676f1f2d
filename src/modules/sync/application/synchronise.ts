import { Injectable } from '@nestjs/common';
import type { EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import { SaasClientPort } from '../../../ports/saas-client.port.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { EnvironmentWriter, type EnvironmentUpdate } from './environment-writer.js';

/** Fetches the whole configuration of our key and makes cache and memory equal to it. */
@Injectable()
export class Synchronise {
  constructor(
    private readonly client: SaasClientPort,
    private readonly writer: EnvironmentWriter,
    private readonly state: RelayState,
    private readonly log: Log,
  ) {}

  /** Rejects with what the upstream rejects with; what was fetched until then is applied, nothing is removed. */
  async execute(): Promise<void> {
    const startedAt = performance.now();
    const session = await this.client.authenticate();
    this.state.accountId = session.accountId;
    const stamp = this.writer.stamp();
    const seen: EnvironmentId[] = [];
    for await (const config of this.client.fetchConfiguration()) {
      seen.push(config.id);
      await this.writer.apply(config.id, wholeUpdate(config, stamp));
    }
    await this.writer.retain(seen, stamp);
    this.log.info({ environments: seen.length, ms: Math.round(performance.now() - startedAt) }, 'configuration synchronised');
  }
}

export function wholeUpdate({ featureConfigs, segments, authKeys }: EnvironmentConfig, stamp: number): EnvironmentUpdate {
  return { featureConfigs: { stamp, value: featureConfigs }, segments: { stamp, value: segments }, authKeys: { stamp, value: authKeys } };
}
