import type { Server } from 'node:http';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SdkStreams } from './modules/streaming/index.js';
import { RelayState } from './read-model/relay-state.js';

/** Answers that are still being written may take this long. */
const finishMs = 1_500;

/**
 * Ends without failing a request: first not ready, and `Connection: close` on every answer, for `delayMs`, by the end of which load
 * balancers have noticed and streams have ended one after the other; then no new connections; then the modules, which post what they
 * still hold.
 */
export async function shutDown(app: NestFastifyApplication, delayMs: number): Promise<void> {
  app.get(RelayState).shuttingDown = true;
  await Promise.all([app.get(SdkStreams).drain(delayMs), delay(delayMs)]);
  const server: Server = app.getHttpServer();
  // Right after the system was asked for connections: those that wait to be taken would be reset.
  await nextTurn();
  await Promise.race([noMoreRequests(server), delay(finishMs)]);
  // One that was opened and never used counts as busy, and would be waited for to the end.
  server.closeAllConnections();
  await app.close();
}

function noMoreRequests(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
