import type { FastifyInstance } from 'fastify';

/** Preflights have an answer without a body, and need no token. */
export function emptyPreflights(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.method === 'OPTIONS') void reply.code(204);
    done();
  });
}
