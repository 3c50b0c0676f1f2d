import { Inject, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { RELAY_CONFIG } from '../../../config/relay-config.token.js';
import type { RelayConfig } from '../../../config/relay-config.js';
import { Log } from '../../../kernel/log.js';
import type { Target } from '../../../kernel/target.js';
import { RememberedTargetsPort } from '../../../ports/remembered-targets.port.js';
import { SaasIntakePort } from '../../../ports/saas-intake.port.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { ConfigurationNotLoaded, UnknownSdkKey } from '../domain/errors.js';
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
    private readonly state: RelayState,
    private readonly targets: RememberedTargetsPort,
    private readonly intake: SaasIntakePort,
    private readonly jwt: JwtService,
    private readonly log: Log,
    @Inject(RELAY_CONFIG) private readonly config: RelayConfig,
  ) {}

  /** Rejects with UnknownSdkKey, or with ConfigurationNotLoaded while nobody can know. */
  async execute(sdkKey: string, target: Target | undefined): Promise<string> {
    const key = hashSdkKey(sdkKey);
    const environment = this.readModel.environmentOfKey(key);
    if (environment === undefined) throw this.#refusal();

    if (target) {
      await this.targets.remember(environment, target);
      if (this.config.saas.forwardTargets) void this.#forward(sdkKey, target);
    }
    const environmentIdentifier = this.readModel.environment(environment)?.environmentIdentifier;
    const { accountId } = this.state;
    return this.jwt.sign(tokenClaims({ key, environment, environmentIdentifier, accountId, nowSeconds: Math.floor(Date.now() / 1000) }));
  }

  #refusal(): Error {
    return this.state.knowsKeys
      ? new UnknownSdkKey('unauthorised: unknown SDK key')
      : new ConfigurationNotLoaded('the configuration is not loaded yet');
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
      if (result !== 'accepted') this.log.warn({ result }, 'target not forwarded');
    } finally {
      this.#forwarding--;
    }
  }
}
