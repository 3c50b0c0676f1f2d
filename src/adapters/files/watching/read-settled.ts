import { setTimeout as delay } from 'node:timers/promises';
import { readDirectory, type Reading } from '../reading/read-directory.js';
import { lookAt, type DirectoryLook } from './directory-look.js';
import type { WatchTimes } from './watch-times.js';

export interface SettledReading {
  readonly reading: Reading;
  readonly look: DirectoryLook;
}

/** Reads a directory of which `look` was just taken, once nothing changes any more and nothing changed meanwhile: never half of a change. */
export async function readSettled(root: string, look: DirectoryLook, { settleMs, longestMs }: WatchTimes): Promise<SettledReading> {
  const end = performance.now() + longestMs;
  for (let before = look; ; await delay(settleMs)) {
    const settled = await lookAt(root);
    const isOver = performance.now() > end;
    if (settled.fingerprint !== before.fingerprint && !isOver) {
      before = settled;
      continue;
    }
    const reading = await readDirectory(root);
    const after = await lookAt(root);
    if (after.fingerprint === settled.fingerprint || isOver) return { reading, look: settled };
    before = after;
  }
}
