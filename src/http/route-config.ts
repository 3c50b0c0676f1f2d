import type { FreshPart } from '../ports/freshness.port.js';
import { RouteConfig } from '@nestjs/platform-fastify';

/**
 * What a route asks of the layer around it.
 * `access`: `sdk` routes need a token of a known SDK key, and of the environment in their path; `open` ones need none.
 * `refusal`: `empty` routes refuse without a body (the JS SDK takes any byte on `/stream` for an open stream).
 * `reads`: the parts of the environment in the path that the answer is made of; they are the latest announced when it is made.
 * `body`: `chunks` routes are given their body as it arrives, unparsed: too much may come for one turn of the event loop.
 * `observed`: false for probes and the exposition, which the HTTP metrics leave out.
 */
export interface RelayRoute {
  readonly access: 'sdk' | 'open';
  readonly refusal?: 'empty';
  readonly reads?: readonly FreshPart[];
  readonly observed?: boolean;
  readonly body?: 'chunks';
  readonly bodyLimit?: number;
}

declare module 'fastify' {
  interface FastifyContextConfig extends Partial<RelayRoute> {}
}

export const Route = (route: RelayRoute): MethodDecorator & ClassDecorator => RouteConfig(route);
