import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that systems give to outgoing connections, and with room for a Cluster's bus, 10,000 above, below them too. */
const [lowest, count] = [10_240, 12_000];

/** A port that nobody listens on, and that no connection of another test takes before it is used, or while a process is started again. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * count);
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
