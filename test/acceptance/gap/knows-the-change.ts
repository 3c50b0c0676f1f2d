import { anSdk, itemsRead } from '../../e2e/streaming/an-sdk.js';
import { until } from '../../support/until.js';
import { gapEnvironment } from './gap-environment.js';

/** Resolves once a relay serves everything as it is after the change. */
export async function knowsTheChange(url: string): Promise<void> {
  const sdk = await anSdk(url, gapEnvironment.sdkKey);
  await until(async () => {
    const [flags, groups] = [await itemsRead(url, sdk), await itemsRead(url, sdk, 'target-segments')];
    return 'new' in flags && !('gone' in flags) && flags['changed'] === 2 && 'new-group' in groups && !('gone-group' in groups) && groups['changed-group'] === 2;
  }, 30_000);
}
