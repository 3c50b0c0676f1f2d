import type { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { aSegment } from '../../support/segment.builder.js';

const otto = [{ identifier: 'otto', name: 'Otto' }];
const byGroup = (group: string) =>
  aFeatureConfig({ feature: `by-${group}`, defaultServe: { variation: 'false' }, variationToTargetMap: [{ variation: 'true', targets: [], targetSegments: [group] }] });

const id = 'environment-with-a-gap';
const sdkKey = 'key-of-the-gap';

/** Flags and groups, some of which change, appear or go while SDKs have no stream. */
export const gapEnvironment = {
  sdkKey,
  source: {
    id,
    sdkKeys: [sdkKey],
    flags: [...['changed', 'gone'].map((feature) => aFeatureConfig({ feature })), ...['changed-group', 'new-group', 'gone-group'].map(byGroup)],
    segments: [aSegment({ identifier: 'changed-group' }), aSegment({ identifier: 'gone-group', included: otto })],
  },
  /** What Otto is served before. All flags fall back to false. */
  before: { changed: true, new: false, gone: true, 'by-changed-group': false, 'by-new-group': false, 'by-gone-group': true },
  after: { changed: false, new: true, gone: false, 'by-changed-group': true, 'by-new-group': true, 'by-gone-group': false },

  change(saas: StandInSaas): void {
    const told = { announce: true };
    saas.patchFlag(id, 'changed', { state: 'off' }, told);
    saas.putFlag(id, aFeatureConfig({ feature: 'new' }), told);
    saas.deleteFlag(id, 'gone', told);
    saas.putSegment(id, aSegment({ identifier: 'new-group', included: otto }), told);
    saas.deleteSegment(id, 'gone-group', told);
    saas.patchSegment(id, 'changed-group', { included: otto }, told);
  },
};
