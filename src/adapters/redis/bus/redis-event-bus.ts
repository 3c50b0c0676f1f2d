import type { OnModuleDestroy } from '@nestjs/common';
import type { ConfigurationChange, PastChange, RelayChange, StreamState } from '../../../kernel/changes.js';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { Log } from '../../../kernel/log.js';
import type { Tracing } from '../../../kernel/tracing.js';
import type { BusFollower, EventBusPort } from '../../../ports/event-bus.port.js';
import type { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import type { RedisConnections } from '../redis-connections.js';
import type { RedisWriter } from '../redis-writer.js';
import { SparseWarnings } from '../sparse-warnings.js';
import type { BusEntry } from './bus-entry.js';
import { BusReaders } from './bus-readers.js';
import { busStreams } from './bus-streams.js';
import { timeOf } from './entry-id.js';
import { FollowerLane } from './follower-lane.js';
import { carrierIn, changeIn, stateIn } from './message-in.js';
import { changeText, stateText } from './message-text.js';
import { Outbox } from './outbox.js';
import { OwnEntries } from './own-entries.js';
import { RecentHistory } from './recent-history.js';
import { recentPast } from './recent-past.js';
import { environmentsOf, everythingStored, type Stored } from './stored.js';

const { changes, control } = busStreams;

/** Time for the last changes at the end: a Redis that is away must not hold it up. */
const lastWordsMs = 1_000;

/** The bus of a fleet: two streams in Redis, which every node reads and the leader appends to. */
export class RedisEventBus implements EventBusPort, OnModuleDestroy {
  readonly #own: OwnEntries;
  readonly #outbox: Outbox;
  readonly #history: RecentHistory;
  readonly #warnings: SparseWarnings;
  readonly #lanes = new Set<FollowerLane>();
  #readers: BusReaders | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #stateTurn: Promise<unknown> = Promise.resolve();

  /** Changes of the last `replayMs` are told as the past. */
  constructor(
    private readonly connections: RedisConnections,
    writer: RedisWriter,
    private readonly log: Log,
    private readonly metrics: RelayMetrics,
    private readonly tracing: Tracing,
    private readonly replayMs: number,
    private readonly stored: Stored = everythingStored,
  ) {
    this.#own = new OwnEntries(writer);
    this.#history = new RecentHistory(connections);
    this.#warnings = new SparseWarnings(log, 'a message for other nodes could not be sent');
    const givenUp = new SparseWarnings(log, 'changes for other nodes were given up');
    this.#outbox = new Outbox(
      (change, isLast) => this.#sendLate(change, isLast),
      (number, reason) => {
        metrics.busGivenUp.inc({ reason }, number);
        givenUp.warn({ reason });
      },
    );
  }

  /** While changes wait to be sent, later ones queue behind them: followers on this node wait for Redis once at most. */
  async publish(change: RelayChange): Promise<void> {
    const turn = this.#turn.then(async () => {
      const mayBeSent = this.#outbox.isEmpty && !environmentsOf(change).some((environment) => this.stored.isBehind(environment));
      if (mayBeSent && (await this.#isSent(changes, changeText(change, this.tracing.carrier())))) this.#sent(change);
      else this.#outbox.add(change);
      return { told: this.#tell(change) };
    });
    this.#turn = turn;
    const { told } = await turn;
    await told;
  }

  async publishStreamState(state: StreamState): Promise<void> {
    this.#tellState(state);
    this.#stateTurn = this.#stateTurn.then(() => this.#isSent(control, stateText(state)));
    await this.#stateTurn;
  }

  history(): Promise<readonly RelayChange[]> {
    return this.#history.changes();
  }

  untold(environment?: EnvironmentId): Promise<readonly ConfigurationChange[]> {
    return this.stored.untold(environment);
  }

  follow(follower: BusFollower): () => void {
    const readers = (this.#readers ??= new BusReaders(this.connections, this.metrics, {
      change: (entry) => this.#changeRead(entry),
      state: (entry) => this.#stateRead(entry),
      missed: () => this.#missed(),
      silent: () => this.#silent(),
    }));
    const lane = new FollowerLane(follower, { position: () => readers.position(), past: (last) => this.#past(last) }, this.log);
    this.#lanes.add(lane);
    return () => {
      lane.end();
      this.#lanes.delete(lane);
    };
  }

  /** What waits is sent while this node still leads. */
  async onModuleDestroy(): Promise<void> {
    await this.#outbox.drained(lastWordsMs);
    this.#outbox.stop();
    for (const lane of this.#lanes) lane.end();
    this.#readers?.stop();
  }

  async #changeRead(entry: BusEntry): Promise<void> {
    const origin = await this.#own.originOf(changes, entry);
    if (origin === 'own') return;
    const change = changeIn(entry.text);
    this.#count(changes, change !== undefined);
    if (change === undefined) return;
    this.#outbox.forget(change, origin === 'doubtful');
    if (origin === 'doubtful') this.#sent(change);
    const attributes = { 'ff.change.domain': change.domain, 'ff.change.event': change.event };
    await this.tracing.within('change', { kind: 'consumer', carrier: carrierIn(entry.text), attributes }, () =>
      this.#tell(change.domain === 'proxy' || change.isRetold ? change : { ...change, heardAt: timeOf(entry.id) }),
    );
  }

  async #stateRead(entry: BusEntry): Promise<void> {
    if ((await this.#own.originOf(control, entry)) !== 'other') return;
    const state = stateIn(entry.text);
    this.#count(control, state !== undefined);
    if (state !== undefined) this.#tellState(state);
  }

  /** What this node said itself while it ran has been told already. */
  async #past(position: string): Promise<readonly PastChange[]> {
    const past = await recentPast(this.connections, this.replayMs, position);
    const origins = await Promise.all(past.map(({ entry }) => this.#own.originOf(changes, entry)));
    return past.filter((_, index) => origins[index] === 'other').map(({ change, at }) => ({ change, at }));
  }

  /**
   * Nobody hears of a change that cannot be read from Redis yet. SDKs of this node that heard it long ago may have asked a node
   * that was behind: they hear it again, but not of the end of what has begun anew.
   */
  async #sendLate(change: RelayChange, isLast: boolean): Promise<void> {
    for (const environment of environmentsOf(change)) await this.stored.catchUp(environment);
    await this.#own.append(changes, changeText(change, this.tracing.carrier()));
    this.metrics.busPublished.inc({ topic: changes, error: 'false' });
    this.#sent(change);
    if (isLast && change.domain !== 'proxy') for (const lane of this.#lanes) lane.again(change);
  }

  #sent(change: RelayChange): void {
    if (change.domain !== 'proxy' && change.event === 'delete' && !change.isRetold) void this.stored.told(change);
  }

  async #isSent(topic: string, text: string): Promise<boolean> {
    try {
      await this.#own.append(topic, text);
      this.metrics.busPublished.inc({ topic, error: 'false' });
      return true;
    } catch (error) {
      this.metrics.busPublished.inc({ topic, error: 'err_publishing' });
      this.#warnings.warn({ topic, reason: error instanceof Error ? error.message : 'unknown reason' });
      return false;
    }
  }

  async #tell(change: RelayChange): Promise<void> {
    await Promise.all([...this.#lanes].map((lane) => lane.take(change)));
  }

  #tellState(state: Pick<StreamState, 'state' | 'interrupted'>): void {
    for (const lane of this.#lanes) lane.streamState(state);
  }

  #missed(): void {
    for (const lane of this.#lanes) lane.missed();
  }

  #silent(): void {
    for (const lane of this.#lanes) lane.away();
  }

  #count(topic: string, isUnderstood: boolean): void {
    this.metrics.busReceived.inc({ topic, error: isUnderstood ? 'false' : 'err_parsing_message' });
  }
}
