import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How many tests of one step passed and failed. A step that fails without a failing test counts as one failure. */
export async function countsOf(folder, step, code) {
  if (code === 'skipped') return { passed: 0, failed: process.env.CI === 'true' ? 1 : 0 };
  const counts = fromJest(await textOf(folder, `${step}.json`)) ?? fromSummary(await textOf(folder, `${step}.log`)) ?? { passed: 0, failed: 0 };
  return { ...counts, failed: code === '0' ? counts.failed : Math.max(counts.failed, 1) };
}

function textOf(folder, file) {
  return readFile(join(folder, file), 'utf8').catch(() => '');
}

/** A suite that does not even run is a failure, and so is a test that was skipped: nothing is left out in silence. */
function fromJest(text) {
  if (text === '') return undefined;
  const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(text);
  return { passed: numPassedTests, failed: numFailedTests + numPendingTests + numRuntimeErrorTestSuites };
}

/** Checks of our own end with a line such as `image: 12 passed, 0 failed`. */
function fromSummary(text) {
  const found = /^\w+: (\d+) passed, (\d+) failed$/m.exec(text);
  return found === null ? undefined : { passed: Number(found[1]), failed: Number(found[2]) };
}
