import { setTimeout as delay } from 'node:timers/promises';
import type { RunningRelay } from '../support/relay.js';
import { answersOf } from './answers-of.js';

const limitMs = 60_000;
const times = 5;

/** Resolves once the answers are these and go on to be. */
export async function expectToAnswer(relay: RunningRelay, expected: string, name: string): Promise<void> {
  const end = performance.now() + limitMs;
  for (let right = 0; right < times; await delay(100)) {
    const answers = await answersOf(relay);
    if (answers === expected) right += 1;
    else if (right > 0 || performance.now() > end) expect(`${name} ${answers}`).toBe(`${name} ${expected}`);
  }
}
