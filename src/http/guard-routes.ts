import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FreshPart } from '../ports/freshness.port.js';

/** Answers a refusal itself and returns false, or lets the request pass. */
export interface RequestGuard {
  execute(request: FastifyRequest, reply: FastifyReply): boolean;
}

/** Undefined: nothing to wait for. */
export interface Freshness {
  settle(environment: string, parts: readonly FreshPart[]): Promise<void> | undefined;
}

/** Puts the guard before the body of every route that asks for it, makes sure of the freshness of what it reads, and applies the route's own body limit. */
export function guardRoutes(fastify: FastifyInstance, guard: RequestGuard, freshness: Freshness): void {
  fastify.decorateRequest('sdk', null);
  fastify.addHook('onRoute', (route) => {
    if (route.config?.bodyLimit !== undefined) route.bodyLimit = route.config.bodyLimit;
    if (route.config?.access !== 'sdk') return;
    const { reads } = route.config;
    route.onRequest = [
      ...[route.onRequest ?? []].flat(),
      (request, reply, done) => {
        if (guard.execute(request, reply)) done();
      },
      ...(reads ? [async (request: FastifyRequest) => freshness.settle(environmentOf(request), reads)] : []),
    ];
  });
}

function environmentOf({ params }: FastifyRequest): string {
  const isNamed = typeof params === 'object' && params !== null && 'environment_uuid' in params;
  return isNamed ? String(params.environment_uuid) : '';
}
