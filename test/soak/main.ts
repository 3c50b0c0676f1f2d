import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Seeded } from '../e2e/support/seeded.js';
import { readOptions } from './options.js';
import { playScene } from './play-scene.js';
import type { Scene } from './scene.js';
import { setUp } from './set-up.js';
import { Tally } from './tally.js';

const logs = process.env['SOAK_LOGS'] ?? join('.cache', 'soak');

// npm run soak [-- --seconds 1200] [--seed 7] [--scene single|fleet]: random faults and changes; after each quiet moment all must agree.
const { seconds, seed, scenes } = readOptions(process.argv.slice(2));
const startedAt = Date.now();
const say = (line: string) => process.stdout.write(`${String(Math.round((Date.now() - startedAt) / 1000)).padStart(5)} s  ${line}\n`);
process.stdout.write(`seed ${seed}, ${seconds} s\n`);

const tally = new Tally();
const running: Scene[] = [];
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void Promise.allSettled(running.map((scene) => scene.stop())).then(() => process.exit(1)));
const endAt = startedAt + seconds * 1000;
const results = await Promise.allSettled(scenes.map((name, index) => run(name, seed + index)));
process.stdout.write(`${tally.text}\n`);
const failures = results.filter((result) => result.status === 'rejected');
for (const { reason } of failures) process.stdout.write(`FAILED: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`);
process.stdout.write(failures.length === 0 ? 'everybody agreed after every round\n' : `seed ${seed} failed; logs of the nodes are in ${logs}\n`);
process.exit(failures.length === 0 ? 0 : 1);

async function run(name: 'single' | 'fleet', own: number): Promise<void> {
  const scene = await setUp(name, own, tally);
  running.push(scene);
  try {
    await playScene(scene, new Seeded(own), tally, endAt, say);
    if (process.env['SOAK_LOGS']) await keepLogs(scene);
  } catch (error) {
    await keepLogs(scene);
    throw error;
  } finally {
    for (const { counts } of scene.strictSdks) for (const [kind, count] of Object.entries(counts)) tally.count('SDK', kind, count);
    await scene.stop();
  }
}

async function keepLogs({ seats, strictSdks, changes }: Scene): Promise<void> {
  await mkdir(logs, { recursive: true });
  for (const { name, output } of seats) await writeFile(join(logs, `${name}.log`), output);
  for (const { node, environment, diary } of strictSdks) await writeFile(join(logs, `an SDK of ${environment} at ${node}.log`), diary.text);
  await writeFile(join(logs, 'changes and faults.log'), changes.diary.text);
}
