interface Header {
  readonly description: string;
  readonly required?: boolean;
  readonly schema: { type: 'string' };
}

const header = (description: string, required = false): Header => ({ description, required, schema: { type: 'string' } });

const everywhere = {
  'X-Request-Id': header('The id the request came with, or a new one.', true),
  'Access-Control-Allow-Origin': header('`*`: any page may read the answer.', true),
};

const cachedAnswer = {
  ETag: header('A strong validator of this encoding of the answer.', true),
  'Cache-Control': header('`no-cache`: ask again with `If-None-Match`.', true),
  Vary: header('`Accept-Encoding` where the answer can be compressed.'),
};

const compressedAnswer = { 'Content-Encoding': header('`br` or `gzip`, for answers of 1 KiB and more to clients that accept it.') };

/** The headers of an answer of this status. `cached`: of a route that answers with an ETag. */
export function answerHeaders(status: string, cached: boolean): Record<string, Header> {
  if (cached && status === '200') return { ...everywhere, ...cachedAnswer, ...compressedAnswer };
  if (cached && status === '304') return { ...everywhere, ...cachedAnswer };
  return { ...everywhere };
}
