import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Span, SpanAttributes, Tracing } from '../kernel/tracing.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null for what is not followed. */
    span: Span | null;
  }
}

/** Follows every request that the metrics count, from its head on: whatever its handler begins is part of it. */
export function traceRequests(fastify: FastifyInstance, tracing: Tracing): void {
  fastify.decorateRequest('span', null);
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (request.routeOptions.config.observed === false) return done();
    request.span = tracing.begin(request.method, { kind: 'server', carrier: request.headers });
    request.span.run(done);
  });
  // What reads a body goes on where the socket was read, outside of everything.
  fastify.addHook('preValidation', (request, _reply, done) => inSpan(request, done));
}

export function endRequestSpan(span: Span, attributes: { method: string; url: string; status: number; environment: string }): void {
  const { method, url, status, environment } = attributes;
  span.name(`${method} ${url}`);
  span.set(spanAttributes(method, url, status, environment));
  span.end(status >= 500 ? String(status) : undefined);
}

function spanAttributes(method: string, url: string, status: number, environment: string): SpanAttributes {
  return {
    'http.request.method': method,
    'http.route': url,
    'http.response.status_code': status,
    ...(environment !== '' && { 'ff.environment': environment }),
  };
}

function inSpan({ span }: FastifyRequest, done: () => void): void {
  if (span) span.run(done);
  else done();
}
