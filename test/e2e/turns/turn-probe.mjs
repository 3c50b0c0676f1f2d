// Imported into a relay before its own code. Told by SIGUSR2, it prints the longest turn of the event loop since it was told before,
// and how long this machine takes for a yardstick just now. From the first time on the loop never sleeps, so that turns can be told apart.
import { openSync, readSync } from 'node:fs';

const yardstick = JSON.stringify(Array.from({ length: 4_000 }, (_, n) => ({ identifier: `item-${n}`, count: n, attributes: [{ key: 'featureIdentifier', value: `flag-${n % 500}` }, { key: 'SDK_TYPE', value: 'server' }] })));
const times = 20;

// Of the thread that runs JavaScript alone: not of those that compress and collect garbage beside it, nor of other processes.
const accounts = openSync(`/proc/self/task/${process.pid}/schedstat`);
const line = Buffer.alloc(100);

let longest = 0;
let since;

process.on('SIGUSR2', () => {
  const isFirst = since === undefined;
  const longestMs = longest;
  const from = now();
  for (let n = 0; n < times; n += 1) JSON.parse(yardstick);
  since = now();
  process.stdout.write(`${JSON.stringify({ turns: { longestMs, yardstickMs: (since - from) / times } })}\n`);
  longest = 0;
  if (isFirst) setImmediate(turn);
});

function turn() {
  const at = now();
  longest = Math.max(longest, at - since);
  since = at;
  setImmediate(turn);
}

/** Processor time in milliseconds. */
function now() {
  return Number(line.toString('latin1', 0, readSync(accounts, line, 0, line.length, 0)).split(' ')[0]) / 1e6;
}
