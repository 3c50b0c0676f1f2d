import { randomUUID } from 'node:crypto';
import { STATUS_CODES, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { headersOfAnyAnswer } from './headers-of-any-answer.js';

const statusByCode: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Closing at once, with bytes unread, would reset the connection before the client has read the refusal. */
const lingerMs = 1_000;

/** Answers what is not HTTP, or no complete head in time, in the form of every refusal, and ends the connection. Undefined: nobody is there to be answered. */
export function refuseMalformed(error: Error & { code?: string }, socket: Socket): number | undefined {
  // Asked again for each further chunk of what was refused.
  if (socket.writableEnded) return undefined;
  if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
    socket.destroy();
    return undefined;
  }
  const status = statusByCode[error.code ?? ''] ?? 400;
  socket.end(refusal(status));
  setTimeout(() => socket.destroy(), lingerMs).unref();
  return status;
}

/** Nothing may be put into an answer that is half-way out. */
function isAnswering(socket: Socket): boolean {
  const answer = '_httpMessage' in socket ? socket._httpMessage : undefined;
  return answer instanceof ServerResponse && answer.headersSent;
}

function refusal(status: number): string {
  const reason = STATUS_CODES[status] ?? '';
  const body = JSON.stringify({ error: reason.toLowerCase() });
  const headers = { ...headersOfAnyAnswer(randomUUID()), 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${reason}\r\n${lines.join('')}\r\n${body}`;
}
