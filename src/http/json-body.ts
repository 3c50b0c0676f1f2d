import type { Readable } from 'node:stream';
import { BadRequestException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isQuickToParse } from '../kernel/quick-to-parse.js';
import { bodyChunks } from './body-chunks.js';

const inChunks = 'application/octet-stream';

/**
 * Parses every body as JSON, whatever its content type says or does not say. An empty body is undefined. A route that takes
 * its body as it arrives is given the chunks.
 */
export function parseBodiesAsJson(fastify: FastifyInstance): void {
  // A content type that Fastify cannot read would be answered 415 before any parser is asked.
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { headers } = request.raw;
    if (request.routeOptions.config.body === 'chunks') headers['content-type'] = inChunks;
    else if (headers['content-type'] !== undefined) headers['content-type'] = 'application/json';
    done();
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(inChunks, async (request: FastifyRequest, payload: Readable) => bodyChunks(request, payload));
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) => parsed(body));
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  if (!isQuickToParse(body)) throw new BadRequestException('the body holds too many values');

  try {
    return JSON.parse(body.toString());
  } catch {
    throw new BadRequestException('the body is not valid JSON');
  }
}
