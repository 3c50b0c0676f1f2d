import type { FastifyInstance } from 'fastify';
import { BadRequestException } from '@nestjs/common';

/** Parses every body as JSON, whatever its content type says or does not say. An empty body is undefined. */
export function parseBodiesAsJson(fastify: FastifyInstance): void {
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
