import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that systems give to outgoing connections, and with room for a Cluster's bus, 10,000 above, below them too. */
const [lowest, count] = [10_240, 12_000];

/** Test processes that run side by side have ports of their own, and none hands out one twice before it is used. */
const processes = 8;
const own = Number(process.env['JEST_WORKER_ID'] ?? 0) % processes;
let turn = Math.floor(Math.random() * count);

/** A port that nobody listens on, and that no connection of another test takes before it is used, or while a process is started again. */
export async function freePort(): Promise<number> {
  for (;;) {
    turn += 1;
    const port = lowest + ((turn * processes) % count) + own;
    if ((await isFree(port)) && (await isFree(port + 10_000))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port);
  try {
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return true;
  } catch {
    return false;
  }
}
