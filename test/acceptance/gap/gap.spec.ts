import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { until } from '../../support/until.js';
import { aQuestion } from '../a-question.js';
import { Browser } from '../browser.js';
import { buildGoDriver } from '../build-go-driver.js';
import { eventually } from '../eventually.js';
import { goSdk } from '../go-sdk.js';
import { javascriptSdk } from '../javascript-sdk.js';
import { nodeSdk } from '../node-sdk.js';
import type { Sdk, SdkSession } from '../sdk.js';
import { gapEnvironment } from './gap-environment.js';
import type { GapScene } from './gap-scene.js';
import { replacedReplicaScene } from './replaced-replica-scene.js';
import { singleNodeScene } from './single-node-scene.js';

// JavaScript clients wait up to 30 seconds before they open a stream again, and may have to try twice.
const reconnectLimitMs = 90_000;

/** Far less than the minute after which some of them would poll. */
const limitMs = 10_000;

interface Situation {
  readonly name: string;
  readonly start: () => Promise<GapScene>;
  /** A relay that starts with nothing does not know what is gone, and SDKs keep what nobody tells them to be gone. */
  readonly unknown?: readonly string[];
}

const situations: readonly Situation[] = [
  { name: 'are cut from a single node', start: () => singleNodeScene('its streams are cut') },
  { name: 'wait for a single node that is restarted with its data', start: () => singleNodeScene('it is restarted with its data') },
  { name: 'wait for a single node that is restarted without data', start: () => singleNodeScene('it is restarted without data'), unknown: ['gone', 'by-gone-group'] },
  { name: 'lose their replica, and come back at another one or at one that starts later', start: replacedReplicaScene },
];

describe('what changes, appears and goes while SDKs have no stream', () => {
  let program = '';
  let browser: Browser;
  let sdks: readonly Sdk[] = [];

  beforeAll(async () => {
    [program, browser] = await Promise.all([buildGoDriver(), Browser.start()]);
    sdks = [nodeSdk, goSdk(() => program), javascriptSdk(() => browser)];
  }, 300_000);

  afterAll(async () => {
    await browser?.stop();
    await rm(dirname(program), { recursive: true });
  });

  it.concurrent.each(situations)(
    'is known to them within seconds of a new stream when they $name',
    async ({ start, unknown = [] }) => {
      const scene = await start();
      const opened: { readonly name: string; readonly session: SdkSession }[] = [];
      try {
        for (const url of scene.urls) for (const sdk of sdks) opened.push({ name: sdk.name, session: await sdk.open({ url, sdkKey: gapEnvironment.sdkKey }) });
        for (const { session } of opened) await eventually(() => served(session, Object.keys(gapEnvironment.before)), gapEnvironment.before);

        await scene.pass(() => gapEnvironment.change(scene.saas));
        await until(async () => (await scene.streams()) >= opened.length, reconnectLimitMs);

        const expected = Object.fromEntries(Object.entries(gapEnvironment.after).filter(([flag]) => !unknown.includes(flag)));
        const seen = await Promise.all(opened.map(async ({ name, session }) => ({ name, flags: await lastServed(session, expected) })));
        expect(seen).toEqual(opened.map(({ name }) => ({ name, flags: expected })));
      } finally {
        for (const { session } of opened) await session.close();
        await scene.stop();
      }
    },
    240_000,
  );
});

/** What Otto is served, by flag. */
async function served(session: SdkSession, flags: readonly string[]): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const flag of flags) values[flag] = await session.ask(aQuestion({ flag }));
  return values;
}

async function lastServed(session: SdkSession, expected: object): Promise<unknown> {
  const ask = () => served(session, Object.keys(expected));
  await eventually(ask, expected, limitMs).catch(() => undefined);
  return ask();
}
