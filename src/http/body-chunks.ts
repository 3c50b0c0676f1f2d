import type { Readable } from 'node:stream';
import { BadRequestException, PayloadTooLargeException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/**
 * A body as it arrives, up to the limit of its route. One that is cut off or longer ends in an error with its status. What a
 * reader who stops leaves is thrown away as it arrives, or the connection would be broken off under the sender of a refused body.
 */
export async function* bodyChunks(request: FastifyRequest, payload: Readable): AsyncGenerator<Buffer, void, undefined> {
  const limit = request.routeOptions.bodyLimit ?? 0;
  const tooLarge = () => new PayloadTooLargeException(`the body is larger than ${limit} bytes`);
  if (Number(request.headers['content-length']) > limit) throw tooLarge();

  let received = 0;
  // A stream that is destroyed would take the connection with it.
  const chunks: AsyncIterable<Buffer> = payload.iterator({ destroyOnReturn: false });
  try {
    for await (const chunk of chunks) {
      received += chunk.length;
      if (received > limit) throw tooLarge();
      yield chunk;
    }
  } catch (cause) {
    throw cause instanceof PayloadTooLargeException ? cause : new BadRequestException('the body was cut off', { cause });
  } finally {
    discard(payload, limit - received);
  }
}

function discard(payload: Readable, limit: number): void {
  let discarded = 0;
  payload.on('data', (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > limit) payload.destroy();
  });
  payload.on('error', () => undefined);
}
