import type { Page } from 'playwright-core';

interface Preflight {
  readonly path: string;
  readonly status: number;
}

/** Answers a function that tells the preflights of the page so far. Playwright itself does not show them. */
export async function watchPreflights(page: Page): Promise<() => readonly Preflight[]> {
  const seen: Preflight[] = [];
  const protocol = await page.context().newCDPSession(page);
  protocol.on('Network.responseReceived', ({ type, response }) => {
    if (type === 'Preflight') seen.push({ path: new URL(response.url).pathname, status: response.status });
  });
  await protocol.send('Network.enable');
  return () => [...seen];
}
