import { Injectable } from '@nestjs/common';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import { CachePort } from '../../../ports/cache.port.js';
import { EventBusPort } from '../../../ports/event-bus.port.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { EnvironmentLanes } from './environment-lanes.js';
import { FirstHand } from './first-hand.js';
import { RetellEndings } from './retell-endings.js';

/** Long enough for the cost of an audit not to matter, short enough that nobody reads for long what somebody has damaged. */
const auditMs = 10_000;

/**
 * Sees to it that the cache holds what memory holds while this node leads: all of it is written anew when others may have
 * written, what could not be written is written later, and what has got lost is found by an audit.
 */
@Injectable()
export class KeepCacheWhole {
  #kept: readonly EnvironmentId[] = [];
  #isDue = true;
  #isUnsure = false;
  #isBehind = false;
  #running: Promise<void> | undefined;
  #isWantedAgain = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly cache: CachePort,
    private readonly bus: EventBusPort,
    private readonly readModel: ReadModel,
    private readonly lanes: EnvironmentLanes,
    private readonly firstHand: FirstHand,
    private readonly retell: RetellEndings,
    private readonly log: Log,
  ) {}

  /** This node begins to lead: from now on everything it learns is written, whatever it wrote before. */
  begin(): void {
    this.#doubt();
    this.#schedule();
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  /**
   * Writes are accepted from now on. `mayBeAhead`: what the cache holds may be newer than memory, and the next whole
   * configuration tells.
   */
  granted(mayBeAhead: boolean): void {
    this.#doubt();
    this.#isUnsure = mayBeAhead;
    void this.execute();
  }

  /** A whole configuration has just been fetched: what is neither in memory nor kept goes from the cache as well. */
  async cleanUp(kept: readonly EnvironmentId[]): Promise<void> {
    this.#kept = kept;
    this.#isUnsure = false;
    this.#isDue = true;
    await this.execute();
  }

  /** Never rejects: what fails is tried again. */
  async execute(): Promise<void> {
    this.#isWantedAgain = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  #doubt(): void {
    this.cache.doubt();
    this.#isDue = true;
  }

  async #run(): Promise<void> {
    while (this.#isWantedAgain && this.firstHand.isWhole && !this.#isUnsure) {
      this.#isWantedAgain = false;
      try {
        const isDue = this.#isDue || (await this.#isLost());
        if (isDue) await this.#writeAll();
        this.written();
        // What the cache still held, and memory does not, has gone with that.
        if (isDue) void this.retell.execute();
      } catch (error) {
        this.failed(error);
      }
    }
  }

  async #writeAll(): Promise<void> {
    this.#isDue = false;
    try {
      // One that is being written is not in memory yet.
      const removed = await this.cache.retain([...new Set([...this.#kept, ...this.readModel.environmentIds(), ...this.lanes.busy()])]);
      if (removed.length === 0) return;
      this.log.info({ environments: removed.length }, 'left-over environments removed from the cache');
      await this.bus.publish({ domain: 'proxy', event: 'environmentsRemoved', environments: removed });
    } catch (error) {
      this.#isDue = true;
      throw error;
    }
  }

  async #isLost(): Promise<boolean> {
    const found = await this.cache.audit();
    if (found !== 'whole') this.log.warn({ found }, 'the cache does not hold what was written: it is written again');
    return found === 'lost';
  }

  written(): void {
    if (this.#isBehind) this.log.info({}, 'the cache is written again');
    this.#isBehind = false;
  }

  /** Told once, however much cannot be written. */
  failed(error: unknown): void {
    if (!this.#isBehind) this.log.warn({ err: error }, 'the cache cannot be written: other nodes do not learn of changes until it can');
    this.#isBehind = true;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.execute().finally(() => this.firstHand.isOpen && this.#schedule()), auditMs * (0.75 + Math.random() / 2));
    this.#timer.unref();
  }
}
