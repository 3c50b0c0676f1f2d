import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { RELAY_CONFIG } from '../../../config/relay-config.token.js';
import type { RelayConfig } from '../../../config/relay-config.js';
import type { AuthKeyHash, EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import type { Target } from '../../../kernel/target.js';
import { FreshnessPort } from '../../../ports/freshness.port.js';
import { RememberedTargetsPort } from '../../../ports/remembered-targets.port.js';
import { SaasIntakePort } from '../../../ports/saas-intake.port.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { ConfigurationNotLoaded, KeyNotLookedUp, UnknownSdkKey } from '../domain/errors.js';
import { tokenClaims } from '../domain/token-claims.js';
import { hashSdkKey } from './hash-sdk-key.js';

/** Registrations on their way to SaaS at one time; beyond that they are not forwarded. */
const maxForwarding = 1000;

/** Exchanges an SDK key for a token, and remembers the target that comes with it. */
@Injectable()
export class AuthenticateClient {
  #forwarding = 0;

  constructor(
    private readonly readModel: ReadModel,
    private readonly freshness: FreshnessPort,
    private readonly state: RelayState,
    private readonly targets: RememberedTargetsPort,
    private readonly intake: SaasIntakePort,
    private readonly jwt: JwtService,
    private readonly log: Log,
    @Inject(RELAY_CONFIG) private readonly config: RelayConfig,
  ) {}

  /** Rejects with UnknownSdkKey; with ConfigurationNotLoaded or KeyNotLookedUp while nobody can know. */
  async execute(sdkKey: string, target: Target | undefined): Promise<string> {
    const key = hashSdkKey(sdkKey);
    const environment = await this.#environmentOf(key);

    if (target) {
      await this.targets.remember(environment, target);
      if (this.config.saas.forwardTargets) void this.#forward(sdkKey, target);
    }
    const environmentIdentifier = this.readModel.environment(environment)?.environmentIdentifier;
    const { accountId } = this.state;
    return this.jwt.sign(tokenClaims({ key, environment, environmentIdentifier, accountId, nowSeconds: Math.floor(Date.now() / 1000) }));
  }

  /** What memory knows of a key may be old, whether it knows the key or not: another node may have heard more. */
  async #environmentOf(key: AuthKeyHash): Promise<EnvironmentId> {
    const known = this.readModel.environmentOfKey(key);
    if (known !== undefined) await this.freshness.settle(known, ['authKeys']);
    const environment = this.readModel.environmentOfKey(key);
    if (environment !== undefined) return environment;
    if (!this.state.knowsKeys) throw new ConfigurationNotLoaded('the configuration is not loaded yet');

    const isKnown = await this.freshness.discover(key);
    const discovered = this.readModel.environmentOfKey(key);
    if (discovered !== undefined) return discovered;
    throw isKnown ? new UnknownSdkKey('unauthorised: unknown SDK key') : new KeyNotLookedUp('the SDK key cannot be looked up now');
  }

  /** Never delays nor fails the SDK's request. */
  async #forward(sdkKey: string, target: Target): Promise<void> {
    if (this.#forwarding >= maxForwarding) {
      this.log.warn({ limit: maxForwarding }, 'target not forwarded: too many on their way');
      return;
    }
    this.#forwarding++;
    try {
      const result = await this.intake.registerTarget(sdkKey, target);
      if (result === 'retry' || result === 'refused') this.log.warn({ result }, 'target not forwarded');
    } finally {
      this.#forwarding--;
    }
  }
}
