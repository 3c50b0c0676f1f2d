/**
 * Microseconds per call of each contender, measured turn by turn so that a busy machine slows all of them alike.
 * Returns for each: the median over the rounds and its spread (half the distance between the quartiles, in percent).
 */
export function measure(contenders, { rounds = 9, roundMs = 150 } = {}) {
  const samples = contenders.map(() => []);
  for (const { run } of contenders) timePerCall(run, roundMs);
  for (let round = 0; round < rounds; round++) {
    contenders.forEach(({ run }, index) => samples[index].push(timePerCall(run, roundMs)));
  }
  return contenders.map(({ name }, index) => {
    const sorted = samples[index].toSorted((a, b) => a - b);
    const at = (part) => sorted[Math.floor((sorted.length - 1) * part)];
    return { name, median: at(0.5), spread: ((at(0.75) - at(0.25)) / 2 / at(0.5)) * 100 };
  });
}

function timePerCall(run, roundMs) {
  const begin = process.hrtime.bigint();
  const end = begin + BigInt(roundMs) * 1_000_000n;
  let calls = 0;
  let now = begin;
  while (now < end) {
    for (let i = 0; i < 10; i++) run(calls++);
    now = process.hrtime.bigint();
  }
  return Number(now - begin) / 1000 / calls;
}
