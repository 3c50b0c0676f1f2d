import { cpuTime } from './cpu-time.mjs';
import { putLoad } from './wrk.mjs';

/**
 * Loads the contenders turn by turn, one at a time, so that a busy machine slows all of them alike. Each has a name, a process,
 * an origin and its requests. Returns for each its rounds: requests a second and CPU microseconds a request.
 */
export async function compare(contenders, { rounds, roundSeconds, warmUpSeconds }) {
  for (const { origin, requests } of warmUpSeconds > 0 ? contenders : []) await putLoad(origin, requests, warmUpSeconds);
  const samples = Object.fromEntries(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    for (const contender of order) samples[contender.name].push(await measure(contender, roundSeconds));
  }
  return samples;
}

async function measure({ pid, origin, requests }, seconds) {
  const before = cpuTime(pid);
  const load = await putLoad(origin, requests, seconds);
  return { perSecond: load.perSecond, cpuMicros: (cpuTime(pid) - before) / load.requests };
}
