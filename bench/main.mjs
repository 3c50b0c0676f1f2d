// npm run bench [-- [--smoke] [--dist <folder>] [section...]]: what the relay costs beside a bare node:http server.
import { bindToLoadCore, cores } from './processes/cores.mjs';
import { readOptions } from './options.mjs';
import { engine } from './sections/engine.mjs';
import { evaluations } from './sections/evaluations.mjs';
import { fleet } from './sections/fleet.mjs';
import { metrics } from './sections/metrics.mjs';
import { observation } from './sections/observation.mjs';
import { reads } from './sections/reads.mjs';
import { streams } from './sections/streams.mjs';
import { wrkVersion } from './load/wrk.mjs';

const sections = { reads, evaluations, fleet, streams, engine, metrics, observation };

const options = readOptions(process.argv.slice(2), Object.keys(sections));
bindToLoadCore();
console.log(`Node ${process.version}, ${wrkVersion()}; servers on core ${cores.server}, load on core ${cores.load}`);
if (cores.server === cores.load) console.log('Only one core: server and load share it, absolute figures mean even less.');
for (const name of options.sections) {
  console.log(`\n${name}`);
  await sections[name](options);
}
