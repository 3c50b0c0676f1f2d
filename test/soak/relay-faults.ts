import { RawStream } from '../e2e/streaming/raw-stream.js';
import { aFault, type Fault } from './fault.js';
import type { RelaySeat } from './relay-seat.js';

/** What may befall a node. */
export function relayFaults(seat: RelaySeat): Fault[] {
  return [
    aFault(seat.name, 'is paused', () => seat.pause(), () => seat.resume()),
    { ...aFault(seat.name, 'is killed', () => seat.end('SIGKILL'), () => seat.start()), endsProcess: true },
    {
      ...aFault(seat.name, 'is restarted', async () => {
        await seat.end('SIGTERM');
        await seat.start();
      }),
      endsProcess: true,
    },
  ];
}

/** Streams that are opened and not read. */
export function slowReaders(seat: RelaySeat, sdkKey: string): Fault {
  return {
    name: `${seat.name} has slow readers`,
    part: `readers of ${seat.name}`,
    strike: async () => {
      const streams = await unreadStreams(seat.url, sdkKey).catch(() => []);
      return async () => {
        for (const stream of streams) stream.close();
      };
    },
  };
}

/** Rejects when the node is down just then. */
async function unreadStreams(url: string, sdkKey: string): Promise<readonly RawStream[]> {
  const answer = await fetch(`${url}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey: sdkKey }), signal: AbortSignal.timeout(4_000) });
  const { authToken } = (await answer.json()) as { authToken: string };
  const headers = { authorization: `Bearer ${authToken}`, 'api-key': sdkKey };
  const opened = await Promise.allSettled(Array.from({ length: 20 }, () => RawStream.open(url, { headers })));
  const streams = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  for (const stream of streams) stream.pause();
  return streams;
}
