import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EncodedBody } from '../read-model/encoded-body.js';
import { chooseEncoding } from './choose-encoding.js';
import { isUnchanged } from './is-unchanged.js';

/** Answers with bytes made once per version: the encoding the client accepts first, for its ETag decides about a 304. */
export function sendEncoded(request: FastifyRequest, reply: FastifyReply, body: EncodedBody): void {
  const encoding = body.worthCompressing ? chooseEncoding(request.headers['accept-encoding']) : 'identity';
  if (isUnchanged(request.headers['if-none-match'], body.etag(encoding))) {
    void reply.code(304).headers(body.head(encoding, true)).send();
    return;
  }
  const bytes = body.bytes(encoding);
  if (Buffer.isBuffer(bytes)) void reply.headers(body.head(encoding, false)).send(bytes);
  else
    bytes.then(
      (made) => void reply.headers(body.head(encoding, false)).send(made),
      () => void reply.headers(body.head('identity', false)).send(body.plain),
    );
}
