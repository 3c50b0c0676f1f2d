import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Answers a refusal itself and returns false, or lets the request pass. */
export interface RequestGuard {
  execute(request: FastifyRequest, reply: FastifyReply): boolean;
}

/** Puts the guard before the body of every route that asks for it, and applies the route's own body limit. */
export function guardRoutes(fastify: FastifyInstance, guard: RequestGuard): void {
  fastify.decorateRequest('sdk', null);
  fastify.addHook('onRoute', (route) => {
    if (route.config?.bodyLimit !== undefined) route.bodyLimit = route.config.bodyLimit;
    if (route.config?.access !== 'sdk') return;
    route.onRequest = [
      ...[route.onRequest ?? []].flat(),
      (request, reply, done) => {
        if (guard.execute(request, reply)) done();
      },
    ];
  });
}
