import type { FastifyInstance } from 'fastify';
import { BadRequestException } from '@nestjs/common';

/** Parses every body as JSON, whatever its content type says or does not say. An empty body is undefined. */
export function parseBodiesAsJson(fastify: FastifyInstance): void {
  // A content type that Fastify cannot read would be answered 415 before any parser is asked.
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (request.raw.headers['content-type'] !== undefined) request.raw.headers['content-type'] = 'application/json';
    done();
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    if (body.length === 0) {
      done(null, undefined);
      return;
    }
    try {
      done(null, JSON.parse(body.toString()));
    } catch {
      done(new BadRequestException('the body is not valid JSON'));
    }
  });
}
