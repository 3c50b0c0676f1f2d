import { Injectable } from '@nestjs/common';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import { SaasClientPort } from '../../../ports/saas-client.port.js';
import { EnvironmentWriter } from './environment-writer.js';
import { wholeUpdate } from './whole-update.js';

/** Fetches one environment whole: a new one, or one that an event names before any fetch has brought it. */
@Injectable()
export class AdoptEnvironment {
  constructor(
    private readonly client: SaasClientPort,
    private readonly writer: EnvironmentWriter,
    private readonly log: Log,
  ) {}

  /** Rejects when the upstream could not be asked. */
  async execute(environment: EnvironmentId): Promise<void> {
    const stamp = this.writer.stamp();
    const config = await this.client.fetchEnvironment(environment);
    if (config) await this.writer.apply(environment, wholeUpdate(config, stamp));
    else this.log.warn({ environment }, 'the upstream does not list an environment it names');
  }
}
