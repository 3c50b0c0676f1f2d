import { TLSSocket } from 'node:tls';

/**
 * Breaks the connection under a response: with a TCP reset, or (Node cannot reset a TLS socket) without a closing handshake.
 * @param {import('node:http').ServerResponse} response
 */
export function breakConnection({ socket }) {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket?.resetAndDestroy();
}
