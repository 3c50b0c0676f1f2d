/** Says how long a change took from SaaS to the application; nothing is judged by it. */
export function reportDelay(what: string, delays: readonly number[]): void {
  const milliseconds = delays.map((delay) => `${delay.toFixed(0)} ms`).join(', ');
  process.stdout.write(`  ${expect.getState().currentTestName}: ${what} was seen after ${milliseconds}\n`);
}
