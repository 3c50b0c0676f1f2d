import { Inject, Injectable } from '@nestjs/common';
import type { RelayConfig } from '../../../config/relay-config.js';
import { RELAY_CONFIG } from '../../../config/relay-config.token.js';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { hashSdkKey, type SdkIdentity } from '../../auth/index.js';
import type { RecentFrame } from '../domain/recent-item.js';
import { RefreshRounds, type SdkKind } from '../domain/refresh-rounds.js';
import type { StreamOutput } from '../domain/sdk-stream.js';
import { SdkStreams } from './sdk-streams.js';

export type StreamRefusal = 'key missing' | 'other environment' | 'key unknown' | 'unavailable';

/** Starts a stream on an output whose head has been sent, and returns what to call when it is closed. */
export type StreamOpening = (output: StreamOutput) => () => void;

/** Decides whether an SDK may have a stream now. */
@Injectable()
export class OpenStream {
  readonly #rounds = new RefreshRounds();

  constructor(
    private readonly readModel: ReadModel,
    private readonly state: RelayState,
    private readonly streams: SdkStreams,
    @Inject(RELAY_CONFIG) private readonly config: RelayConfig,
  ) {}

  execute(sdkKey: string | undefined, identity: SdkIdentity | null, kind: SdkKind): StreamRefusal | StreamOpening {
    if (sdkKey === undefined || sdkKey === '') return 'key missing';
    const key = hashSdkKey(sdkKey);
    const environment = this.readModel.environmentOfKey(key);
    if (environment === undefined) return 'key unknown';
    if (!this.config.bypassAuth && identity?.environment !== environment) return 'other environment';
    if (this.state.shuttingDown || !this.state.follows(environment) || this.streams.full) return 'unavailable';
    return (output) => this.streams.accept({ environment, key }, output, identity?.issuedAt ?? 0, () => this.#everything(environment, kind));
  }

  #everything(environment: EnvironmentId, kind: SdkKind): readonly RecentFrame[] {
    const config = this.readModel.environment(environment)?.config;
    return config ? this.#rounds.of(config, kind) : [];
  }
}
