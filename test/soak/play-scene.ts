import { setTimeout as delay } from 'node:timers/promises';
import type { Seeded } from '../e2e/support/seeded.js';
import { checkNode } from './check-node.js';
import { checkRedis } from './check-redis.js';
import { checkOfficialSdk, checkStrictSdk } from './check-sdks.js';
import type { Fault } from './fault.js';
import type { Scene } from './scene.js';
import type { Tally } from './tally.js';
import { readTruth, type Truth } from './truth.js';

/** Real SDKs wait up to half a minute before they open a stream again, and may have to try twice. */
const agreementMs = 120_000;

/** Whoever takes longer is named. */
const longMs = 12_000;

/** Faults and changes at random until `endAt`; after each round everything heals, and everybody has to agree with SaaS. Rejects when somebody does not. */
export async function playScene(scene: Scene, random: Seeded, tally: Tally, endAt: number, say: (line: string) => void): Promise<void> {
  for (let round = 1; Date.now() < endAt; round += 1) {
    const played = await play(scene, random, tally);
    if (scene.changes.hasUntold) await scene.saas.control.dropStreams();
    scene.changes.hasUntold = false;
    scene.changes.diary.note(`round ${round}: quiet`);
    // Reading a node has it look at Redis: every other time SDKs have to agree without that.
    const ms = await untilAgreement(scene, tally, say, round % 2 === 0 ? [checkSdks, checkNodes] : [checkNodes, checkSdks]);
    scene.changes.diary.note(`round ${round}: agreed`);
    tally.count('round', scene.name);
    say(`${scene.name} ${round}: ${played.join(', ')}; agreed after ${(ms / 1000).toFixed(1)} s`);
  }
}

async function play(scene: Scene, random: Seeded, tally: Tally): Promise<string[]> {
  const healing: Promise<void>[] = [];
  const faults = Array.from({ length: 1 + random.below(4) }, () => random.pick(scene.faults)).filter(({ part }, index, all) => all.findIndex((other) => other.part === part) === index);
  scene.changes.mayDelete = !(scene.forgets && faults.some(({ endsProcess }) => endsProcess));
  for (const fault of faults) {
    tally.count('fault', fault.name);
    healing.push(strikeFor(scene, fault, 200 + random.below(random.chance(0.1) ? 25_000 : 5_000)));
    for (let changes = random.below(15); changes > 0; changes -= 1) {
      // A SaaS that is paused cannot change.
      await Promise.race([scene.changes.one().catch(() => undefined), delay(3_000)]);
      if (random.chance(0.3)) await delay(random.below(200));
    }
  }
  await Promise.all(healing);
  return faults.map(({ name }) => name);
}

async function strikeFor({ changes: { diary } }: Scene, fault: Fault, ms: number): Promise<void> {
  diary.note(`${fault.name}, for ${ms} ms`);
  const heal = await fault.strike();
  await delay(ms);
  await heal();
  diary.note(`${fault.name}: over`);
}

type Check = (scene: Scene, truth: Truth, tally: Tally) => Promise<readonly string[]>;

async function untilAgreement(scene: Scene, tally: Tally, say: (line: string) => void, checks: readonly Check[]): Promise<number> {
  const startedAt = performance.now();
  for (let hasSaid = false; ; ) {
    const complaints = await complaintsOf(scene, tally, checks).catch((error: unknown) => [String(error)]);
    const ms = performance.now() - startedAt;
    if (complaints.length === 0) {
      tally.took(`${scene.name} agrees, its ${checks[0] === checkSdks ? 'SDKs' : 'nodes'} looked at first`, ms);
      return ms;
    }
    if (ms > agreementMs) throw new Error(`${scene.name} does not agree after ${Math.round(ms / 1000)} s:\n  ${complaints.join('\n  ')}`);
    if (ms > longMs && !hasSaid) say(`${scene.name} takes long: ${complaints.slice(0, 4).join('; ').slice(0, 1_000)}`);
    hasSaid ||= ms > longMs;
    await delay(500);
  }
}

async function complaintsOf(scene: Scene, tally: Tally, checks: readonly Check[]): Promise<readonly string[]> {
  const truth = await readTruth(scene.saas);
  for (const check of checks) {
    const complaints = await check(scene, truth, tally);
    if (complaints.length > 0) return complaints;
  }
  return [];
}

async function checkNodes(scene: Scene, truth: Truth, tally: Tally): Promise<readonly string[]> {
  const complaints = (await Promise.all(scene.seats.map((seat) => checkNode(seat, truth, scene.holdings)))).flat();
  const streams = await scene.saas.control.streams();
  if (streams !== 1) complaints.push(`${streams} nodes hold the stream of SaaS`);
  if (scene.redis) complaints.push(...(await checkRedis(scene.redis, truth)));
  tally.count('check', 'nodes', scene.seats.length);
  return complaints;
}

async function checkSdks(scene: Scene, truth: Truth, tally: Tally): Promise<readonly string[]> {
  const complaints = scene.strictSdks.flatMap((sdk) => checkStrictSdk(sdk, truth));
  for (const sdk of scene.officialSdks) complaints.push(...(await checkOfficialSdk(sdk, truth)));
  tally.count('check', 'SDKs', scene.strictSdks.length + scene.officialSdks.length);
  return complaints;
}
