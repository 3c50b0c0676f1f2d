import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { RelayConfig } from '../../../config/relay-config.js';
import { RELAY_CONFIG } from '../../../config/relay-config.token.js';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import type { StreamCoverage } from '../../../ports/saas-client.port.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { SdkStreams } from '../../streaming/index.js';
import { nextPauseMs } from '../domain/pause.js';
import { Slots } from '../../../kernel/slots.js';
import { AdoptEnvironment } from './adopt-environment.js';
import { TellStreamState } from './tell-stream-state.js';

const fetchedAtOnce = 8;

/** One environment that may be behind. `news` aborts when something is heard of it. */
interface Mending {
  isFollowed: boolean;
  news: AbortController;
}

/**
 * Keeps environments up to date that the stream of the others does not follow, or that could not be fetched: they are polled until
 * they are followed and fetched. Meanwhile SDK streams of theirs, and of no other, are closed and refused.
 */
@Injectable()
export class MendEnvironments implements OnModuleDestroy {
  readonly #mending = new Map<EnvironmentId, Mending>();
  readonly #slots = new Slots(fetchedAtOnce);
  #interrupted: ReadonlyMap<EnvironmentId, string> = new Map();
  #ending = new AbortController();

  constructor(
    private readonly adopt: AdoptEnvironment,
    private readonly tellState: TellStreamState,
    private readonly streams: SdkStreams,
    private readonly state: RelayState,
    private readonly log: Log,
    @Inject(RELAY_CONFIG) private readonly config: RelayConfig,
  ) {}

  onModuleDestroy(): void {
    this.end();
  }

  /** What the stream tells of itself. */
  hear(coverage: StreamCoverage): void {
    const isFollowed = coverage.event === 'resumed';
    // SDK streams are closed before anything else: from now on they would hide changes.
    if (!isFollowed) this.#interrupt(new Map(coverage.environments.map((environment) => [environment, coverage.reason])));
    for (const environment of coverage.environments) this.#begin(environment, isFollowed);
  }

  /** Environments that a full fetch did not bring. */
  unreached(faults: ReadonlyMap<EnvironmentId, Error>): void {
    this.#interrupt(new Map([...faults].map(([environment, { message }]) => [environment, message])));
    for (const environment of faults.keys()) this.#begin(environment, this.#mending.get(environment)?.isFollowed ?? true);
  }

  /** The stream is lost as a whole: what the next one tells and the next full fetch count. */
  end(): void {
    this.#ending.abort();
    this.#ending = new AbortController();
    this.#mending.clear();
    this.#interrupted = new Map();
    this.state.interruptedAre(this.#interrupted);
  }

  #begin(environment: EnvironmentId, isFollowed: boolean): void {
    const known = this.#mending.get(environment);
    if (known) {
      known.isFollowed = isFollowed;
      known.news.abort();
      return;
    }
    const mending = { isFollowed, news: new AbortController() };
    this.#mending.set(environment, mending);
    void this.#mend(environment, mending, this.#ending.signal);
  }

  async #mend(environment: EnvironmentId, mending: Mending, ending: AbortSignal): Promise<void> {
    for (let failures = 1; !ending.aborted; failures++) {
      const { signal } = (mending.news = new AbortController());
      const fault = await this.#slots.run(() => this.#fetch(environment, ending));
      if (ending.aborted) return;
      if (fault !== undefined) {
        this.log.warn({ environment, reason: fault }, 'an environment could not be fetched: trying again');
        this.#interrupt(new Map([[environment, fault]]));
      } else if (mending.isFollowed && !signal.aborted) {
        this.#mending.delete(environment);
        this.#resume(environment);
        return;
      }
      const pauseMs = nextPauseMs({ failures, pollIntervalMs: this.config.saas.pollIntervalMs, served: !mending.isFollowed });
      await delay(pauseMs, undefined, { signal: AbortSignal.any([signal, ending]) }).catch(() => undefined);
    }
  }

  /** Gives the reason when it failed. */
  async #fetch(environment: EnvironmentId, ending: AbortSignal): Promise<string | undefined> {
    if (ending.aborted) return undefined;
    try {
      await this.adopt.execute(environment);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  #interrupt(reasons: ReadonlyMap<EnvironmentId, string>): void {
    const fresh = [...reasons].filter(([environment]) => !this.#interrupted.has(environment));
    this.#interrupted = new Map([...this.#interrupted, ...reasons]);
    this.state.interruptedAre(this.#interrupted);
    if (fresh.length === 0) return;
    for (const [environment, reason] of fresh) {
      this.streams.interruptEnvironment(environment, 'SaaS stream lost');
      this.log.warn({ environment, reason }, 'changes of one environment do not arrive');
    }
    this.tellState.execute();
  }

  #resume(environment: EnvironmentId): void {
    if (!this.#interrupted.has(environment)) return;
    this.#interrupted = new Map([...this.#interrupted].filter(([interrupted]) => interrupted !== environment));
    this.state.interruptedAre(this.#interrupted);
    this.log.info({ environment }, 'changes of the environment arrive again');
    this.tellState.execute();
  }
}
