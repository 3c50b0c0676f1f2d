import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { FreshnessPort } from '../../../ports/freshness.port.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { TellSdks } from './tell-sdks.js';

/** Between two rounds: long enough for a thousand environments to cost little. */
const pauseMs = 10_000;

const mostFailures = 3;

/**
 * Brings memory up to date with the store, and SDKs with memory, now and then and when a leader begins, whoever asks. The message about a
 * change may have been lost, with the node that should have sent it or with a Redis that had not passed it on, and SDKs that stream ask
 * for nothing.
 */
@Injectable()
export class LookForMissed implements OnModuleInit, OnModuleDestroy {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #hasEnded = false;
  #last: EnvironmentId = '';

  constructor(
    private readonly readModel: ReadModel,
    private readonly freshness: FreshnessPort,
    private readonly tellSdks: TellSdks,
  ) {}

  onModuleInit(): void {
    this.#schedule();
  }

  onModuleDestroy(): void {
    this.#hasEnded = true;
    clearTimeout(this.#timer);
  }

  /** A round, unless one is under way. */
  round(): Promise<void> {
    return (this.#running ??= this.#round().finally(() => {
      this.#running = undefined;
    }));
  }

  #schedule(): void {
    if (!this.#hasEnded) this.#timer = setTimeout(() => void this.round().finally(() => this.#schedule()), pauseMs * (0.75 + Math.random() / 2)).unref();
  }

  /** One environment after the other: a round is in no hurry. A store that fails again and again, or has been emptied, is left alone for now, and the next round begins behind that. */
  async #round(): Promise<void> {
    const environments = [...this.readModel.environmentIds()];
    const from = environments.indexOf(this.#last) + 1;
    let failures = 0;
    for (const environment of [...environments.slice(from), ...environments.slice(0, from)]) {
      if (this.#hasEnded) return;
      failures = (await this.#look(environment)) ? 0 : failures + 1;
      this.#last = environment;
      if (failures === mostFailures) return;
    }
  }

  async #look(environment: EnvironmentId): Promise<boolean> {
    const before = this.readModel.environment(environment)?.config;
    const hasAnswered = await this.freshness.look(environment);
    if (this.readModel.environment(environment)?.config !== before) this.tellSdks.untold(environment);
    return hasAnswered;
  }
}
