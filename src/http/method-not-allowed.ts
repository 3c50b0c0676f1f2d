import { METHODS } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';

/** Preflights are answered by the CORS hook; CONNECT never gets as far as a route. */
const refusable = METHODS.filter((method) => method !== 'OPTIONS' && method !== 'CONNECT');

/** Answers 405 on every known path for the methods that nobody registered. Returns what is to be called once all routes are there. */
export function answerWrongMethods(fastify: FastifyInstance): () => void {
  const methodsByUrl = new Map<string, Set<string>>();
  fastify.addHook('onRoute', (route: RouteOptions) => {
    const methods = methodsByUrl.get(route.url) ?? new Set();
    for (const method of [route.method].flat()) methods.add(method);
    methodsByUrl.set(route.url, methods);
  });
  return () => {
    for (const method of refusable) if (!fastify.supportedMethods.includes(method)) fastify.addHttpMethod(method);
    for (const [url, methods] of [...methodsByUrl]) {
      if (url.includes('*')) continue;
      const method = refusable.filter((candidate) => !methods.has(candidate));
      const allow = [...methods, 'OPTIONS'].join(', ');
      // `observed` stays on: a client that uses the wrong method shows in the metrics of its route.
      fastify.route({ method, url, config: { access: 'open' }, handler: (_request: FastifyRequest, reply: FastifyReply) => refuse(reply, allow) });
    }
  };
}

function refuse(reply: FastifyReply, allow: string): FastifyReply {
  return reply.code(405).header('allow', allow).send({ error: 'method not allowed' });
}
