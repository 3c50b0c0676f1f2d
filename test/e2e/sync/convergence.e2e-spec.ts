import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { aSegment } from '../../support/segment.builder.js';
import { until } from '../../support/until.js';
import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { anSdk, itemsRead } from '../streaming/an-sdk.js';
import { FollowingSdk } from './following-sdk.js';
import { RelayUnderTest } from './relay-under-test.js';

/** A small generator of numbers that come the same way for the same seed. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('after any burst of changes', () => {
  it.each([1, 2, 3, 11])('the relay and an SDK that follows it end with what SaaS has (seed %i)', async (seed) => {
    const saas = await StandInSaas.start({ heartbeatMs: 200 });
    const environments = ['one', 'two'] as const;
    for (const id of environments) saas.addEnvironment({ id, sdkKeys: [`key-${id}`], flags: [aFeatureConfig({ feature: 'f0' })], segments: [aSegment({ identifier: 'g0' })] });
    const relay = await RelayUnderTest.start(saas, { SAAS_POLL_INTERVAL: '0.05' });
    await relay.untilStream('CONNECTED');
    const sdks = await Promise.all(environments.map(async (id) => FollowingSdk.start(relay.url, await anSdk(relay.url, `key-${id}`))));
    const next = numbersFrom(seed);
    const lives = new Map<string, number>();
    // A recreated flag starts low again. The last digit tells its lives apart: a version that two lives share says nothing.
    const versionOf = (environment: string, flag: string, before: number | undefined) => {
      const key = `${environment} ${flag}`;
      if (before === undefined) lives.set(key, ((lives.get(key) ?? 0) + 1) % 10);
      return (before === undefined ? 10 : before + 10 - (before % 10)) + (lives.get(key) ?? 0);
    };
    const held = () => saas.state.environments;

    const change = () => {
      const environment = environments[next(2)] ?? 'one';
      const name = next(6);
      const state = held().find(({ id }) => id === environment);
      const has = (items: readonly { identifier: string }[] | undefined, identifier: string) => items?.some((item) => item.identifier === identifier) === true;
      // Some changes are never told, as when a stream is lost at the wrong moment: the next loss brings them.
      const announce = next(10) > 0;
      const isGroup = next(3) === 0;
      if (isGroup) {
        if (has(state?.segments, `g${name}`) && next(3) === 0) saas.deleteSegment(environment, `g${name}`, { announce });
        else saas.putSegment(environment, aSegment({ identifier: `g${name}`, name: `${next(1000)}` }), { announce });
      } else if (has(state?.flags, `f${name}`) && next(3) === 0) saas.deleteFlag(environment, `f${name}`, { announce });
      else {
        const before = state?.flags.find(({ identifier }) => identifier === `f${name}`)?.version;
        saas.putFlag(environment, aFeatureConfig({ feature: `f${name}`, project: `${next(1000)}`, version: versionOf(environment, `f${name}`, before) }), { announce });
      }
    };

    for (let round = 0; round < 25; round++) {
      const times = 1 + next(3);
      const paths = ['/feature-configs', '/target-segments', '/proxy/config'];
      saas.fail({ path: paths[next(3)] ?? '', times, delayMs: next(40) });
      if (next(5) === 0) saas.fail({ path: paths[next(3)] ?? '', times: 1, status: 500 });
      for (let count = next(12); count >= 0; count--) change();
      if (next(4) === 0) saas.dropStreams();
      if (next(8) === 0) saas.resetStreams();
      await new Promise(setImmediate);
    }
    saas.clearFailures();
    saas.dropStreams();

    for (const [index, environment] of environments.entries()) {
      const sdk = await anSdk(relay.url, `key-${environment}`);
      const truth = held().find(({ id }) => id === environment);
      const expected = (items: readonly { identifier: string; version: number }[] = []) => Object.fromEntries(items.map(({ identifier, version }) => [identifier, version]));
      const same = async () =>
        sorted(await itemsRead(relay.url, sdk)) === sorted(expected(truth?.flags)) && sorted(await itemsRead(relay.url, sdk, 'target-segments')) === sorted(expected(truth?.segments));
      await until(same);
      await relay.untilStream('CONNECTED');
      expect(await same()).toBe(true);
      await until(() => sorted(Object.fromEntries(sdks[index]?.held ?? [])) === sorted(expected(truth?.flags)));
    }
    await Promise.all(sdks.map((sdk) => sdk.stop()));
    await relay.close();
    await saas.close();
  }, 30_000);
});

function sorted(items: Record<string, number>): string {
  return JSON.stringify(Object.entries(items).toSorted());
}
