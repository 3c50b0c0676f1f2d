const firstDelayMs = 1000;

/** How long to wait after so many failures in a row: doubling from one second up to `maxMs`, less up to half of it by chance. */
export function retryDelay(failures: number, maxMs: number, random: () => number = Math.random): number {
  const delayMs = Math.min(firstDelayMs * 2 ** (failures - 1), maxMs);
  return delayMs * (1 - random() / 2);
}
