import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { RelayProcess } from '../../support/relay-process.js';

describe('a connection on which nothing was ever asked', () => {
  it('does not keep the relay from ending well', async () => {
    const saas = await StandInSaas.start();
    const relay = await RelayProcess.start({ PROXY_KEY: saas.proxyKey, CLIENT_SERVICE: saas.clientUrl, METRIC_SERVICE: saas.metricsUrl });
    const sockets = await Promise.all([unused(relay.url), unused(relay.url)]);

    const exitCode = await relay.stop();

    expect(exitCode).toBe(0);
    for (const socket of sockets) socket.destroy();
    await saas.close();
  }, 40_000);
});

async function unused(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}
