/** How many times as long as the other one of two runs takes: medians of runs that take turns, after one that is not counted. */
export function medianRatio(run: () => unknown, ordinary: () => unknown, rounds = 15): number {
  const times: number[] = [];
  const ordinaryTimes: number[] = [];
  run();
  ordinary();
  for (let round = 0; round < rounds; round++) {
    times.push(duration(run));
    ordinaryTimes.push(duration(ordinary));
  }
  return median(times) / median(ordinaryTimes);
}

function duration(run: () => unknown): number {
  const begin = performance.now();
  run();
  return performance.now() - begin;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}
