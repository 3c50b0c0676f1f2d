const ordinaryRuns = 10;

/**
 * How many times as long as an ordinary run another takes: medians of runs that take turns, after one that is not counted.
 * Measured in processor time, as other processes may hold the processors for any part of the time that passes.
 */
export function medianRatio(run: () => unknown, ordinary: () => unknown, rounds = 15): number {
  const times: number[] = [];
  const ordinaryTimes: number[] = [];
  run();
  ordinary();
  for (let round = 0; round < rounds; round++) {
    times.push(processorTime(run, 1));
    ordinaryTimes.push(processorTime(ordinary, ordinaryRuns));
  }
  return median(times) / median(ordinaryTimes);
}

function processorTime(run: () => unknown, count: number): number {
  const before = process.cpuUsage();
  for (let i = 0; i < count; i++) run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}
