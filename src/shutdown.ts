import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SdkStreams } from './modules/streaming/index.js';
import { RelayState } from './read-model/relay-state.js';

/** Long enough for a load balancer to see `/health/ready` fail and to send no more requests. */
const drainMs = 1_500;

/** Answers that are still being written may take this long. */
const finishMs = 1_500;

/**
 * Ends without failing a request: first not ready, streams ended one after the other, and `Connection: close` on every answer; then no new
 * connections; then the modules, which post what they still hold.
 */
export async function shutDown(app: NestFastifyApplication): Promise<void> {
  app.get(RelayState).shuttingDown = true;
  await Promise.all([app.get(SdkStreams).drain(), delay(drainMs)]);
  const server: Server = app.getHttpServer();
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
