import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FreshPart } from '../ports/freshness.port.js';

export interface RequestGuard {
  /** The environment of which the latest has to be known first; undefined for a request that will be refused anyway. */
  environmentOf(request: FastifyRequest): string | undefined;
  /** Answers a refusal itself and returns false, or lets the request pass. */
  execute(request: FastifyRequest, reply: FastifyReply): boolean;
}

/** Undefined: nothing to wait for. Never rejects. */
export interface Freshness {
  settle(environment: string, parts: readonly FreshPart[]): Promise<void> | undefined;
}

/**
 * Puts the guard before the body of every route that asks for it, and applies the route's own body limit. Before that the latest
 * is known of what the route reads and of the keys: one that was taken away is refused from the next request on.
 */
export function guardRoutes(fastify: FastifyInstance, guard: RequestGuard, freshness: Freshness): void {
  fastify.decorateRequest('sdk', null);
  fastify.addHook('onRoute', (route) => {
    if (route.config?.bodyLimit !== undefined) route.bodyLimit = route.config.bodyLimit;
    if (route.config?.access !== 'sdk') return;
    const parts: readonly FreshPart[] = [...(route.config.reads ?? []), 'authKeys'];
    route.onRequest = [
      ...[route.onRequest ?? []].flat(),
      (request, reply, done) => {
        const enter = (): void => {
          if (guard.execute(request, reply)) done();
        };
        const environment = guard.environmentOf(request);
        const settled = environment === undefined ? undefined : freshness.settle(environment, parts);
        if (settled) void settled.then(enter);
        else enter();
      },
    ];
  });
}
