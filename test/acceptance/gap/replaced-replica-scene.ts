import { Fleet } from '../../fleet/fleet.js';
import { freePort } from '../../support/free-port.js';
import { TcpRelay } from '../../support/tcp-relay.js';
import { streamsAt } from '../streams-at.js';
import { gapEnvironment } from './gap-environment.js';
import type { GapScene } from './gap-scene.js';
import { knowsTheChange } from './knows-the-change.js';

/** A replica that dies. Some SDKs come back at another one that has run all along, some at one that starts after the change. */
export async function replacedReplicaScene(): Promise<GapScene> {
  const fleet = await Fleet.start({ replicas: 3, environments: [gapEnvironment.source] });
  const [lost, other, fresh] = fleet.replicas;
  if (!lost || !other || !fresh) throw new Error('there are not enough replicas');
  await fresh.stop();
  const ways = [
    { way: await TcpRelay.start(portOf(lost.url)), next: other },
    { way: await TcpRelay.start(portOf(lost.url)), next: fresh },
  ];

  return {
    saas: fleet.saas,
    urls: ways.map(({ way }) => `http://${way.address}`),
    pass: async (change) => {
      for (const { way } of ways) way.target(await freePort());
      await lost.kill();
      change();
      await knowsTheChange(other.url);
      await fresh.start();
      for (const { way, next } of ways) {
        await next.untilStream('CONNECTED');
        await knowsTheChange(next.url);
        way.target(portOf(next.url));
      }
    },
    streams: async () => (await streamsAt(other.url)) + (await streamsAt(fresh.url)),
    stop: async () => {
      for (const { way } of ways) await way.stop();
      await fleet.end();
    },
  };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
