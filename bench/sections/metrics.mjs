import { runProgram } from '../processes/run-program.mjs';

/** What a post of SDK metrics costs, without HTTP. */
export function metrics() {
  return runProgram('metrics.mjs');
}
