import { eventually } from './eventually.js';
import type { Scene } from './scene.js';
import type { Sdk } from './sdk.js';

export function describeSdkMetrics(sdk: Sdk, scene: () => Scene): void {
  // Those that do not post when they are closed do so a minute after their start.
  it('has its evaluations counted at SaaS', async () => {
    const { installation, metering } = scene();
    if (sdk.postsOnClose) await metering.session.close();

    const expected = metering.counts.map(({ flag, variation, count }) => ({ environment: metering.environment, flag, variation, sdk: sdk.metricsName, count }));
    const counted = () => installation.saas.metricsCounts().filter(({ environment }) => environment === metering.environment).toSorted(byFlag);
    await eventually(counted, expected, 80_000);

    expect(counted()).toEqual(expected);
    await metering.session.close();
  }, 90_000);
}

function byFlag(one: { readonly flag: string }, other: { readonly flag: string }): number {
  return one.flag < other.flag ? -1 : 1;
}
