import type { FeatureConfigJson } from '../support/feature-config.builder.js';
import type { SegmentJson } from '../support/segment.builder.js';

export interface SampleEnvironment {
  readonly id: string;
  readonly sdkKeys: readonly [server: string, client: string];
  readonly flags: readonly FeatureConfigJson[];
  readonly segments: readonly SegmentJson[];
}

/** Two environments of one project, each with a server and a client SDK key. */
export const sampleConfiguration: readonly [production: SampleEnvironment, staging: SampleEnvironment];
