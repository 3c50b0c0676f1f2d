// Compares the engine with the naive evaluation of the tests on 1000 flags: `npm run build && node bench/engine.mjs`.
// The ratios count; absolute times depend on the machine. An argument names another build than dist/evaluation/index.js.
import { deepStrictEqual } from 'node:assert';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { environment } from './engine/environment.mjs';
import { measure } from './engine/measure.mjs';
import { loadNaive } from './engine/naive.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const engine = await import(pathToFileURL(resolve(process.argv[2] ?? `${root}/dist/evaluation/index.js`)).href);
const { NaiveEnvironment } = await loadNaive(root);

const { flags, segments, targets } = environment({ flagCount: 1000 });
const compiled = engine.compileEnvironment(flags.map(engine.compileFlag), segments.map(engine.compileSegment), { andRules: true });
const naive = new NaiveEnvironment(flags, segments, true);
const target = (call) => targets[call % targets.length];
const flagOf = (call) => flags[(call * 7) % flags.length].feature;

for (const one of targets) deepStrictEqual(JSON.parse(compiled.encodeAll(one)), naive.evaluateAll(one));

const comparisons = [
  {
    title: 'evaluate 1000 flags',
    contenders: [
      { name: 'naive', run: (call) => naive.evaluateAll(target(call)) },
      { name: 'compiled', run: (call) => compiled.evaluateAll(target(call)) },
    ],
  },
  {
    title: 'answer with 1000 flags (bytes)',
    contenders: [
      { name: 'naive', run: (call) => Buffer.from(JSON.stringify(naive.evaluateAll(target(call)))) },
      { name: 'compiled', run: (call) => compiled.encodeAll(target(call)) },
    ],
  },
  {
    title: 'answer with one flag (bytes)',
    contenders: [
      { name: 'naive', run: (call) => Buffer.from(JSON.stringify(naive.evaluate(flagOf(call), target(call)) ?? null)) },
      { name: 'compiled', run: (call) => compiled.encodeOne(flagOf(call), target(call)) },
    ],
  },
];

const rows = comparisons.map(({ title, contenders }) => {
  const [slow, fast] = measure(contenders);
  const cell = ({ median, spread }) => `${median.toFixed(2)} ±${spread.toFixed(0)}%`;
  return { 'µs per request': title, naive: cell(slow), compiled: cell(fast), 'times faster': Number((slow.median / fast.median).toFixed(1)) };
});
console.table(rows);
