import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EncodedBody, Encoding } from '../read-model/encoded-body.js';
import { chooseEncoding } from './choose-encoding.js';
import { isUnchanged } from './is-unchanged.js';

/** Answers with bytes made once per version: the encoding the client accepts first, for its ETag decides about a 304. */
export async function sendEncoded(request: FastifyRequest, reply: FastifyReply, body: EncodedBody): Promise<void> {
  await body.make();
  const encoding = body.worthCompressing ? chooseEncoding(request.headers['accept-encoding']) : 'identity';
  if (isUnchanged(request.headers['if-none-match'], body.etag(encoding))) {
    void withHead(reply.code(304), body.head(encoding, true)).send();
    return;
  }
  const bytes = await compressed(body, encoding);
  void withHead(reply, body.head(bytes ? encoding : 'identity', false)).send(bytes ?? body.plain);
}

/** Undefined where compressing fails: the answer goes without. */
async function compressed(body: EncodedBody, encoding: Encoding): Promise<Buffer | undefined> {
  try {
    return await body.bytes(encoding);
  } catch {
    return undefined;
  }
}

function withHead(reply: FastifyReply, head: readonly string[]): FastifyReply {
  for (let at = 0; at < head.length; at += 2) reply.header(head[at] ?? '', head[at + 1]);
  return reply;
}
