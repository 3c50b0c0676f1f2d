import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { StreamState } from '../../../kernel/changes.js';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import { CachePort } from '../../../ports/cache.port.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { SdkStreams } from '../../streaming/index.js';

/** The leader tells its state this often. */
export const heartbeatMs = 20_000;

const missedHeartbeats = 3;
const stillStartingMs = 5_000;

/**
 * What a node that does not lead knows of the leader's stream to SaaS. A leader that was heard once and then falls silent counts as
 * gone: without it nobody learns of changes, and open SDK streams would hide that.
 */
@Injectable()
export class FollowLeader implements OnModuleDestroy {
  #silence: NodeJS.Timeout | undefined;
  #again: NodeJS.Timeout | undefined;

  constructor(
    private readonly cache: CachePort,
    private readonly state: RelayState,
    private readonly streams: SdkStreams,
    private readonly log: Log,
  ) {}

  onModuleDestroy(): void {
    this.stop();
  }

  /** While this node leads, nobody else's state counts. */
  stop(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#again);
  }

  hear(state: StreamState['state'], interrupted: readonly EnvironmentId[]): void {
    clearTimeout(this.#again);
    this.#listen();
    this.#take(state, interrupted);
  }

  /** Nobody hears the leader: until its state can be read again, open streams would hide changes. */
  away(): void {
    this.log.warn({}, 'the primary cannot be heard: Redis does not answer');
    this.state.upstreamFault = 'Redis does not answer';
    this.#take('DISCONNECTED', []);
  }

  /** The state as the leader wrote it last, asked for again while it says that the leader is starting. Rejects with CacheUnavailable. */
  async readState(): Promise<void> {
    const written = await this.cache.readStreamState();
    if (this.state.isLeading) return;
    // It could not be heard while Redis was away: its silence counts from now on.
    if (this.#silence !== undefined) this.#listen();
    this.#take(written?.state ?? 'INITIALIZING', written?.interrupted ?? []);
    if (this.state.stream.state !== 'INITIALIZING') return;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => void this.readState().catch(() => undefined), stillStartingMs);
    this.#again.unref();
  }

  #listen(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(), missedHeartbeats * heartbeatMs);
    this.#silence.unref();
  }

  #lost(): void {
    this.log.warn({ missedHeartbeats }, 'the primary has fallen silent');
    this.state.upstreamFault = 'no heartbeat from the primary';
    this.#take('DISCONNECTED', []);
  }

  #take(state: StreamState['state'], interrupted: readonly EnvironmentId[]): void {
    if (state === 'CONNECTED') this.state.upstreamFault = undefined;
    const lost = interrupted.filter((environment) => !this.state.interrupted.has(environment));
    this.state.interruptedAre(new Map(interrupted.map((environment) => [environment, 'as the primary tells'])));
    for (const environment of lost) this.streams.interruptEnvironment(environment, 'SaaS stream lost');
    if (state === this.state.stream.state) return;
    this.state.streamIs(state);
    this.log.info({ state }, 'SaaS stream, as the primary tells');
    if (state === 'DISCONNECTED') this.streams.closeAll('SaaS stream lost');
  }
}
