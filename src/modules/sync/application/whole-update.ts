import type { FetchedEnvironment } from '../../../ports/saas-client.port.js';
import type { EnvironmentUpdate } from './environment-writer.js';

/** All parts of an environment from one fetch, begun at `stamp`. */
export function wholeUpdate({ featureConfigs, segments, authKeys, hasMoreKeys = false }: FetchedEnvironment, stamp: number): EnvironmentUpdate {
  return {
    fetched: {
      featureConfigs: { stamp, value: featureConfigs },
      segments: { stamp, value: segments },
      authKeys: { stamp, value: authKeys, isPartial: hasMoreKeys },
    },
  };
}
