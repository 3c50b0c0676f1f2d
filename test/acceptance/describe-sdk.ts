import { sampleConfiguration } from '../saas/sample-configuration.mjs';
import { describeChanges } from './describe-changes.js';
import { byProxyKey, type UpstreamSettings } from '../support/upstream-settings.js';
import { describeRestart } from './describe-restart.js';
import { describeSdkMetrics } from './describe-sdk-metrics.js';
import { describeVariations } from './describe-variations.js';
import { Installation, type InstallationKind } from './installation.js';
import { startMetering } from './metering.js';
import type { Scene } from './scene.js';
import type { Sdk } from './sdk.js';

// More than one entry of an SDK and less than the three that are sent: whatever arrives is posted at once.
const flushBytes = '700';
const everyKind: readonly InstallationKind[] = ['a single node', 'a replica', 'two replicas behind nginx'];

interface Wanted {
  readonly kinds?: readonly InstallationKind[];
  readonly upstream?: UpstreamSettings;
  /** What SDKs do after a restart takes long, and has nothing to do with the upstream. */
  readonly restarts?: boolean;
}

/** What every official SDK is promised, however the relay is installed. */
export function describeSdk(sdk: Sdk, { kinds = everyKind, upstream = byProxyKey, restarts = true }: Wanted = {}): void {
  const scenes = new Map<InstallationKind, Scene>();
  const endings: (() => Promise<unknown>)[] = [];
  const [{ sdkKeys }] = sampleConfiguration;

  const start = async (kind: InstallationKind): Promise<void> => {
    const installation = await Installation.start(kind, { METRIC_FLUSH_BYTES: flushBytes }, upstream);
    endings.unshift(() => installation.stop());
    const metering = await startMetering(sdk, installation.url);
    endings.unshift(() => metering.session.close());
    const session = await sdk.open({ url: installation.url, sdkKey: sdkKeys[0] });
    endings.unshift(() => session.close());
    await installation.untilStreaming(2);
    scenes.set(kind, { installation, session, metering });
  };

  // All at once and first of all: SDKs post metrics a minute after their start, which passes while the rest is tried.
  beforeAll(async () => void (await Promise.all(kinds.map(start))), 240_000);

  afterAll(async () => {
    const faults: unknown[] = [];
    for (const end of endings) await end().catch((fault: unknown) => faults.push(fault));
    expect(faults).toEqual([]);
  }, 120_000);

  describe.each(kinds)(`${sdk.name} at %s`, (kind) => {
    const scene = (): Scene => {
      const built = scenes.get(kind);
      if (built === undefined) throw new Error(`nothing runs as ${kind}`);
      return built;
    };

    describeVariations(scene);
    describeChanges(scene);
    describeSdkMetrics(sdk, scene);
    if (restarts) describeRestart(scene);
  });
}
