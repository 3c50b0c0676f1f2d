import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Opens a connection to the relay. */
export async function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket;
}

/** Everything the relay writes until it closes the connection. A broken connection ends it as well. */
export async function readToEnd(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  if (!socket.closed) await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}

/** Sends text as it is and reads until the relay closes the connection. */
export async function sendRaw(url: string, text: string): Promise<string> {
  const socket = await openSocket(url);
  socket.write(text);
  return readToEnd(socket);
}
