import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The caller's id when it is one that can stand in a log line and a header, else a new one. */
export function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\x21-\x7e]{1,200}$/.test(given) ? given : randomUUID();
}
