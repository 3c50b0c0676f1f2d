import type { EnvironmentSource } from '../saas/types.mjs';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { aSegment } from '../support/segment.builder.js';

/** Two environments, each with its own key, flags that groups decide about, and a flag and a group that nobody changes. */
export function fleetEnvironments(): readonly (EnvironmentSource & { readonly id: string; readonly sdkKeys: readonly [string] })[] {
  return ['one', 'two'].map((name) => ({
    id: `environment-${name}`,
    sdkKeys: [`key-${name}`],
    flags: [
      aFeatureConfig({ feature: 'steady', project: name }),
      ...['f0', 'f1', 'f2'].map((feature) => aFeatureConfig({ feature, project: name })),
      aFeatureConfig({
        feature: 'by-group',
        defaultServe: { variation: 'false' },
        variationToTargetMap: [{ variation: 'true', targets: [], targetSegments: ['g0', 'steady'] }],
      }),
    ],
    segments: [aSegment({ identifier: 'steady' }), ...['g0', 'g1'].map((identifier) => aSegment({ identifier, included: [{ identifier: 'ada', name: 'Ada' }] }))],
  }));
}
