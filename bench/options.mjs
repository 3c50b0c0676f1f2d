import { resolve } from 'node:path';

const thorough = { rounds: 7, roundSeconds: 1, warmUpSeconds: 3, streams: 10_000 };
const smoke = { rounds: 1, roundSeconds: 1, warmUpSeconds: 0, streams: 500 };

/** What to measure and how long, from the command line. */
export function readOptions(args, known) {
  const sections = [];
  let dist = 'dist';
  let isSmoke = false;
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i];
    if (arg === '--smoke') isSmoke = true;
    else if (arg === '--dist' && args[i + 1] !== undefined) dist = args[(i += 1)];
    else if (known.includes(arg)) sections.push(arg);
    else throw new Error(`unknown argument ${arg}: use [--smoke] [--dist <folder>] [${known.join('|')}...]`);
  }
  return { ...(isSmoke ? smoke : thorough), isSmoke, dist: resolve(dist), sections: sections.length > 0 ? sections : known };
}
