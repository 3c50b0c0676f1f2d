import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What is sent on one connection. */
export interface Attack {
  readonly pieces: readonly Buffer[];
  /** How many requests that is. */
  readonly requests: number;
  /** `wait`: stays silent afterwards. `end`: closes its half. `leave`: breaks the connection at once. */
  readonly ending: 'wait' | 'end' | 'leave';
}

export interface Outcome {
  readonly statuses: readonly number[];
  /** From the last byte sent to an answer or the end of the connection; undefined when there was neither in time. */
  readonly settledMs: number | undefined;
}

const patienceMs = 5_000;

/** Carries an attack out and sees what comes of it. */
export async function attack(port: number, { pieces, ending }: Attack): Promise<Outcome> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
  const answer = listen(socket);
  for (const piece of pieces) {
    if (socket.destroyed) break;
    if (!socket.write(piece)) await Promise.race([once(socket, 'drain'), answer.closed]);
  }
  const sentAt = performance.now();
  if (ending === 'end') socket.end();
  if (ending === 'leave') socket.destroy();

  const settled = await Promise.race([answer.first, answer.closed, tooLate()]);
  const settledMs = settled === 'too late' ? undefined : performance.now() - sentAt;
  // What was asked to be closed is read to its end; an open stream, or one who waits for a body, is left.
  if (ending === 'end') await Promise.race([answer.closed, tooLate()]);
  socket.destroy();
  return { statuses: answer.statuses(), settledMs };
}

function listen(socket: Socket): { first: Promise<unknown>; closed: Promise<unknown>; statuses(): number[] } {
  let text = '';
  const first = new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      // Heads alone matter: the end of a chunk is kept, for a status line that is split.
      text += chunk.toString('latin1');
      if (/HTTP\/1\.1 [2-5]\d\d /.test(text)) resolve();
    });
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return { first, closed, statuses: () => [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status)) };
}

function tooLate(): Promise<'too late'> {
  return new Promise((resolve) => setTimeout(() => resolve('too late'), patienceMs).unref());
}
