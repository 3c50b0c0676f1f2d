import { fileURLToPath } from 'node:url';
import { cores } from './cores.mjs';
import { Pinned } from './pinned.mjs';

/** A server to compare with, on the core of the relay: the two are never under load at the same time. */
export async function startYardstick(file) {
  const program = new Pinned(cores.server, [fileURLToPath(new URL(file, import.meta.url))]);
  const { port } = await program.next('listening');
  return {
    program,
    origin: `http://127.0.0.1:${port}`,
    teach: (lesson) => program.ask(lesson, 'taken'),
    stop: () => program.stop(),
  };
}
