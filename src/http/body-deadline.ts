import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { jsonContentType } from './json-content-type.js';
import { bodyGraceMs, minBodyBytesPerSecond } from './limits.js';

const checkIntervalMs = 500;

/** Ends requests whose body stops arriving, or trickles: a sender may be slow, but not for ever and not for nothing. */
export function enforceBodyDeadline(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    const { headers } = request.raw;
    const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
    if (hasBody && !request.raw.complete) watch(request, reply);
    done(null, payload);
  });
}

function watch(request: FastifyRequest, reply: FastifyReply): void {
  const startedAt = performance.now();
  const { socket } = request.raw;
  const bytesBefore = socket.bytesRead;
  let bytesSeen = bytesBefore;
  let progressAt = startedAt;
  const timer = setInterval(() => {
    if (request.raw.complete || socket.destroyed) {
      clearInterval(timer);
      return;
    }
    const now = performance.now();
    if (socket.bytesRead > bytesSeen) progressAt = now;
    bytesSeen = socket.bytesRead;
    const owedMs = ((bytesSeen - bytesBefore) / minBodyBytesPerSecond) * 1000;
    const tooSlow = now - startedAt > bodyGraceMs + owedMs;
    const stopped = now - progressAt > bodyGraceMs - checkIntervalMs;
    if (!tooSlow && !stopped) return;
    clearInterval(timer);
    refuse(reply, request);
  }, checkIntervalMs);
  timer.unref();
  request.raw.once('close', () => clearInterval(timer));
}

/** Written on the raw response: the parser still waits for the body and would not let a reply through. */
function refuse(reply: FastifyReply, request: FastifyRequest): void {
  if (!reply.raw.headersSent) {
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
    reply.raw.writeHead(408, { 'content-type': jsonContentType, connection: 'close' });
    reply.raw.end('{"error":"the body took too long"}');
  }
  request.raw.socket.destroySoon();
}
