import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { RelayConfig } from '../../../config/relay-config.js';
import { RELAY_CONFIG } from '../../../config/relay-config.token.js';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import type { Target } from '../../../kernel/target.js';
import { RememberedTargetsPort } from '../../../ports/remembered-targets.port.js';
import { SaasClientPort } from '../../../ports/saas-client.port.js';
import { ReadModel } from '../../../read-model/read-model.js';

/** As many as are remembered at all. */
const maxTargets = 100_000;

/** Until there is an environment to ask for. */
const firstLookMs = 500;

/** Remembers the targets that the upstream knows, so that they can be evaluated by their identifier alone. */
@Injectable()
export class PollTargets {
  /** Of each target what the upstream told last: only what it tells anew may stand over what an SDK has registered since. */
  readonly #told = new LRUCache<string, string>({ max: maxTargets });

  constructor(
    private readonly client: SaasClientPort,
    private readonly targets: RememberedTargetsPort,
    private readonly readModel: ReadModel,
    private readonly log: Log,
    @Inject(RELAY_CONFIG) private readonly config: RelayConfig,
  ) {}

  /** At once and every TARGET_POLL_DURATION until `stopping` aborts; never without it. */
  async execute(stopping: AbortSignal): Promise<void> {
    const { targetPollIntervalMs } = this.config.saas;
    if (targetPollIntervalMs === 0) return;
    while (!stopping.aborted) {
      const environments = this.readModel.environmentIds();
      for (const environment of environments) await this.#poll(environment, stopping);
      const pauseMs = environments.length === 0 ? firstLookMs : targetPollIntervalMs;
      await delay(pauseMs, undefined, { signal: stopping }).catch(() => undefined);
    }
  }

  async #poll(environment: EnvironmentId, stopping: AbortSignal): Promise<void> {
    let seen = 0;
    try {
      for await (const target of this.client.fetchTargets(environment)) {
        if (stopping.aborted || ++seen > maxTargets) break;
        await this.#learn(environment, target);
      }
    } catch (error) {
      if (!stopping.aborted) this.log.warn({ err: error, environment }, 'targets could not be fetched');
    }
  }

  async #learn(environment: EnvironmentId, target: Target): Promise<void> {
    const key = JSON.stringify([environment, target.identifier]);
    const digest = createHash('sha1').update(JSON.stringify(target)).digest('base64');
    const told = this.#told.get(key);
    if (told === digest) return;
    const isNew = told !== undefined || (await this.targets.find(environment, target.identifier)) === undefined;
    if (isNew) await this.targets.remember(environment, target);
    this.#told.set(key, digest);
  }
}
