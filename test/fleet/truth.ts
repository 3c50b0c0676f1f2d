import type { StandInSaas } from '../saas/stand-in-saas.mjs';
import { EnvironmentSnapshot } from '../../src/read-model/environment-snapshot.js';

/** What every node must serve: the snapshots of exactly what SaaS holds now. */
export function truth(saas: StandInSaas): readonly EnvironmentSnapshot[] {
  return saas.configuration.map(
    ({ id, apiKeys, flags, segments }) => new EnvironmentSnapshot({ id, featureConfigs: flags, segments, authKeys: apiKeys }, { andRules: true, onProblem: () => undefined }),
  );
}
