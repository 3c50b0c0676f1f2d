import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EncodedBody } from '../read-model/encoded-body.js';
import { chooseEncoding } from './choose-encoding.js';
import { isUnchanged } from './is-unchanged.js';

/** Answers with bytes made once per version: the encoding the client accepts first, for its ETag decides about a 304. */
export function sendEncoded(request: FastifyRequest, reply: FastifyReply, body: EncodedBody): void {
  const encoding = body.worthCompressing ? chooseEncoding(request.headers['accept-encoding']) : 'identity';
  if (isUnchanged(request.headers['if-none-match'], body.etag(encoding))) {
    void withHead(reply.code(304), body.head(encoding, true)).send();
    return;
  }
  const bytes = body.bytes(encoding);
  if (Buffer.isBuffer(bytes)) void withHead(reply, body.head(encoding, false)).send(bytes);
  else
    bytes.then(
      (made) => void withHead(reply, body.head(encoding, false)).send(made),
      () => void withHead(reply, body.head('identity', false)).send(body.plain),
    );
}

function withHead(reply: FastifyReply, head: readonly string[]): FastifyReply {
  for (let at = 0; at < head.length; at += 2) reply.header(head[at] ?? '', head[at + 1]);
  return reply;
}
