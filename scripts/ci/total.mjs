// Adds up what .ci/run recorded: a line for each step with its time, and the closing line. Exits with 1 when anything failed.
// Usage: node total.mjs <folder with steps.tsv, and for each step <name>.log and, from Jest, <name>.json>
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { countsOf } from './counts-of.mjs';

const [folder] = process.argv.slice(2);
const lines = (await readFile(join(folder, 'steps.tsv'), 'utf8')).trim().split('\n');
const total = { passed: 0, failed: 0 };

console.log('\n== summary');
for (const line of lines) {
  const [name, code, seconds] = line.split('\t');
  const { passed, failed } = await countsOf(folder, name, code);
  total.passed += passed;
  total.failed += failed;
  const verdict = code === 'skipped' ? 'skipped' : failed > 0 ? 'failed' : 'ok';
  console.log(`${name.padEnd(12)} ${verdict.padEnd(8)} ${String(seconds).padStart(5)} s  ${passed + failed > 0 ? `${passed} passed, ${failed} failed` : ''}`.trimEnd());
}

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
