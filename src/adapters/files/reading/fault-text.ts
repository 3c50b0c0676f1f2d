import type { Fault } from './fault.js';

/** As compilers write it, so that editors and pipelines find the place. */
export function faultText({ path, line, column, problem }: Fault): string {
  const place = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
  return `${path}${place}: ${problem}`;
}
