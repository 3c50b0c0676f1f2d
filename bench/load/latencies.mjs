import { Agent, request } from 'node:http';
import { once } from 'node:events';
import { median } from './median.mjs';

const readers = 8;

/** How long answers to a request took, for some readers who ask one after the other for whole seconds. */
export async function latencies(origin, { path, headers }, seconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: readers });
  const tookMs = [];
  const end = performance.now() + seconds * 1000;
  const read = async () => {
    while (performance.now() < end) {
      const askedAt = performance.now();
      const [response] = await once(request(`${origin}${path}`, { agent, headers }).end(), 'response');
      response.resume();
      await once(response, 'end');
      if (response.statusCode !== 200) throw new Error(`${path} answers ${response.statusCode}`);
      tookMs.push(performance.now() - askedAt);
    }
  };
  await Promise.all(Array.from({ length: readers }, read));
  agent.destroy();
  const sorted = tookMs.toSorted((a, b) => a - b);
  return { medianMs: median(sorted), p99Ms: sorted[Math.floor(sorted.length * 0.99)], mostMs: sorted.at(-1) };
}
