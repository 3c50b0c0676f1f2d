import { sampleConfiguration } from '../saas/sample-configuration.mjs';
import { bySdkKeys } from '../support/upstream-settings.js';
import { describeSdk } from './describe-sdk.js';
import { nodeSdk } from './node-sdk.js';

const upstream = bySdkKeys(...sampleConfiguration.map(({ sdkKeys }) => sdkKeys[0]));

describe('relays with SDK keys alone', () => {
  describeSdk(nodeSdk, { kinds: ['a single node', 'a replica'], upstream, restarts: false });
});
