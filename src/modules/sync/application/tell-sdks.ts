import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { ConfigurationChange, PastChange, RelayChange } from '../../../kernel/changes.js';
import type { EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';
import { EventBusPort } from '../../../ports/event-bus.port.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { SdkStreams } from '../../streaming/index.js';
import { AnnouncedLedger } from '../domain/announced-ledger.js';
import { corrected } from '../domain/corrected.js';
import { isHeld } from '../domain/is-held.js';
import { withWhatBeganAnew } from '../domain/with-what-began-anew.js';
import { UntoldRounds } from './untold-rounds.js';

/** Tells this node's SDKs what changed, each change once its data is in memory, and sees to it that nothing stays untold. */
@Injectable()
export class TellSdks implements OnModuleInit, OnModuleDestroy {
  readonly #ledger = new AnnouncedLedger();
  readonly #rounds: UntoldRounds;

  constructor(
    private readonly bus: EventBusPort,
    private readonly readModel: ReadModel,
    private readonly state: RelayState,
    private readonly streams: SdkStreams,
  ) {
    this.#rounds = new UntoldRounds(readModel, (environment) => this.untold(environment));
  }

  onModuleInit(): void {
    this.#rounds.start();
  }

  onModuleDestroy(): void {
    this.#rounds.stop();
  }

  /** What was told before this node listened. SDKs may have come before it was known, and what is held may be newer. */
  past(changes: readonly PastChange[]): void {
    this.#remember(changes);
    for (const environment of new Set(changes.map(({ change }) => change.environment))) this.untold(environment);
  }

  /** What the store shows is in memory now, and SDKs may read it before they are told. */
  shows(before: EnvironmentConfig, after: EnvironmentConfig): void {
    this.#ledger.shows(before, after);
  }

  change(told: ConfigurationChange): void {
    const change = told.event === 'delete' && this.#ledger.hasShown(told) ? { ...told, isCorrection: true } : told;
    const config = this.#held(change.environment);
    if (!this.state.isLeading) this.readModel.ages.caughtUp(change.environment);
    if (!config) return;
    // It ended before it began anew: no news for those who know of that.
    if (change.isRetold && change.event === 'delete' && !isHeld(change, config) && !this.#ledger.knowsFormerLife(change, config)) {
      return this.#remember([{ change, at: Date.now() }]);
    }
    for (const missed of this.#ledger.before(change, config)) this.streams.deliver(missed);
    this.#ledger.note(change, config);
    this.#rounds.doubt(change.environment);
    this.streams.deliver(change);
  }

  /** What memory holds and nobody told of. Of what the leader finds it tells all nodes: the event may have been lost with a former leader, and nodes that start are to know of it. */
  untold(environment: EnvironmentId): void {
    const config = this.#held(environment);
    for (const untold of config ? this.#untoldOf(config) : []) {
      // An event may have been told before its data was there: SDKs have read what was there then.
      const change = { ...untold, isCorrection: true };
      if (this.state.isLeading) void this.bus.publish(change);
      else this.streams.deliver(change);
    }
  }

  #remember(changes: readonly PastChange[]): void {
    this.streams.remember(withWhatBeganAnew(changes, (environment) => this.#held(environment)));
  }

  #untoldOf(config: EnvironmentConfig): readonly ConfigurationChange[] {
    const untold = this.#ledger.untold(config);
    const items = new Set(untold.map(({ domain, identifier }) => `${domain} ${identifier}`));
    const others = this.streams.lastWords(config.id).filter(({ domain, identifier }) => !items.has(`${domain} ${identifier}`));
    return [...untold, ...corrected(others, config)];
  }

  inventory(changes: readonly RelayChange[]): void {
    for (const change of changes) {
      if (change.domain !== 'proxy') continue;
      if (change.event === 'environmentsAdded') for (const environment of change.environments) this.#begin(environment);
      if (change.event === 'environmentsRemoved') for (const environment of change.environments) this.#end(environment);
      if (change.event === 'apiKeyRemoved') this.streams.closeKey(change.environment, change.authKey, 'key removed');
    }
  }

  /** One that is known already was only new to whoever tells of it: SDKs are told what is new about it. */
  #begin(environment: EnvironmentId): void {
    this.streams.begin(environment);
    this.untold(environment);
  }

  #end(environment: EnvironmentId): void {
    if (this.#held(environment)) return;
    this.#ledger.end(environment);
    this.streams.closeEnvironment(environment, 'environment removed');
  }

  #held(environment: EnvironmentId): EnvironmentConfig | undefined {
    return this.readModel.environment(environment)?.config;
  }
}
