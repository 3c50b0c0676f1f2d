import { StandInSaas } from '../saas/stand-in-saas.mjs';
import { aFeatureConfig } from '../support/feature-config.builder.js';

export type SaasState = 'up' | 'down' | 'slow' | 'rejecting';

const begin: Readonly<Record<SaasState, (saas: StandInSaas) => unknown>> = {
  up: () => undefined,
  down: (saas) => saas.refuseConnections(),
  slow: (saas) => saas.fail({ path: '/', hang: true }),
  rejecting: (saas) => saas.fail({ path: '/proxy/auth', status: 403 }),
};

/** SaaS with one environment, which two proxy keys open, and for a time another one, which is gone when a node starts. */
export class StartingSaas {
  static readonly environment = 'kept';
  static readonly sdkKey = 'key-of-kept';
  static readonly leftOver = 'left-over';
  static readonly formerKey = 'the-former-proxy-key';

  private constructor(readonly saas: StandInSaas) {}

  static async start(): Promise<StartingSaas> {
    const saas = await StandInSaas.start({ heartbeatMs: 500 });
    saas.addProxyKey(StartingSaas.formerKey);
    saas.addEnvironment({ id: StartingSaas.environment, sdkKeys: [StartingSaas.sdkKey], flags: [aFeatureConfig({ feature: 'flag' })] });
    saas.addEnvironment({ id: StartingSaas.leftOver, sdkKeys: ['key-of-left-over'] });
    return new StartingSaas(saas);
  }

  async become(state: SaasState): Promise<void> {
    this.saas.removeEnvironment(StartingSaas.leftOver);
    await begin[state](this.saas);
  }

  /** What hangs is broken off, so that it is asked for again. */
  async heal(): Promise<void> {
    this.saas.clearFailures();
    await this.saas.refuseConnections();
    await this.saas.acceptConnections();
  }
}
