import { sampleConfiguration } from '../../saas/sample-configuration.mjs';
import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import type { EnvironmentSource } from '../../saas/types.mjs';
import { aRelay, type RunningRelay } from '../../support/relay.js';
import { until } from '../../support/until.js';
import { ask, type Answer, type Question } from './ask.js';
import { referenceClaims, signedToken } from './signed-token.js';

export interface World {
  readonly saas: StandInSaas;
  readonly relay: RunningRelay;
  ask(path: string, question?: Question): Promise<Answer>;
  /** The same with the Bearer token of an SDK key. */
  askAs(sdk: Sdk, path: string, question?: Question): Promise<Answer>;
  close(): Promise<void>;
}

export interface Sdk {
  readonly environment: string;
  readonly key: string;
}

const [production, staging] = sampleConfiguration;
export const productionSdk: Sdk = { environment: production.id, key: production.sdkKeys[0] };
export const stagingSdk: Sdk = { environment: staging.id, key: staging.sdkKeys[0] };

interface Wanted {
  /** Settings of the relay. */
  readonly env?: Record<string, string>;
  /** The sample configuration when left out. */
  readonly environments?: readonly EnvironmentSource[];
}

/** A stand-in SaaS and a relay that serves what it holds. */
export async function aWorld({ env = {}, environments = sampleConfiguration }: Wanted = {}): Promise<World> {
  const saas = await StandInSaas.start();
  for (const environment of environments) saas.addEnvironment(environment);
  const relay = await aRelay(saas, env);
  const url = env['TLS_ENABLED'] === 'true' ? relay.url.replace('http:', 'https:') : relay.url;
  await saas.waitForStream();
  // Configuration and stream on the relay's own side; over HTTPS that is up to the caller, who knows the authority.
  if (url === relay.url) await until(async () => (await (await fetch(`${url}/health`)).text()).includes('"CONNECTED"'));

  const asked = (path: string, question?: Question): Promise<Answer> => ask(url, path, question);
  return {
    saas,
    relay: { ...relay, url },
    ask: asked,
    askAs: (sdk, path, question = {}) => asked(path, { ...question, headers: { ...bearer(sdk), ...question.headers } }),
    close: async () => {
      await relay.close();
      await saas.close();
    },
  };
}

export function bearer({ environment, key }: Sdk): { authorization: string } {
  return { authorization: `Bearer ${signedToken(referenceClaims(environment, key))}` };
}
