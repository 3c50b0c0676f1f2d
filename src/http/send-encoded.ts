import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EncodedBody } from '../read-model/encoded-body.js';
import { chooseEncoding } from './choose-encoding.js';
import { jsonContentType } from './json-content-type.js';

/** Answers with bytes made once per version: 304 decided first, then the encoding the client accepts. */
export function sendEncoded(request: FastifyRequest, reply: FastifyReply, body: EncodedBody): void {
  const compressible = body.worthCompressing;
  const encoding = compressible ? chooseEncoding(request.headers['accept-encoding']) : 'identity';
  const etag = body.etag(encoding);
  reply.header('etag', etag);
  reply.header('cache-control', 'no-cache');
  if (compressible) reply.header('vary', 'Accept-Encoding');

  const known = request.headers['if-none-match'];
  if (known !== undefined && isKnown(known, etag)) {
    void reply.code(304).send();
    return;
  }
  reply.header('content-type', jsonContentType);
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  const bytes = body.bytes(encoding);
  if (Buffer.isBuffer(bytes)) void reply.send(bytes);
  else
    bytes.then(
      (made) => void reply.send(made),
      () => void reply.removeHeader('content-encoding').header('etag', body.etag('identity')).send(body.plain),
    );
}

/** Weak comparison, as If-None-Match asks for: a reverse proxy may have weakened our tag. */
function isKnown(header: string, etag: string): boolean {
  if (header === etag || header === '*') return true;
  return header.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag);
}
