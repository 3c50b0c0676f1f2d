import { join } from 'node:path';
import { runProgram } from '../processes/run-program.mjs';

/** The evaluation engine alone, without HTTP. */
export function engine({ dist }) {
  return runProgram('engine.mjs', [join(dist, 'evaluation/index.js')]);
}
