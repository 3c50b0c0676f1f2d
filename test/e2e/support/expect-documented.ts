import type { IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { documentedOperation } from './documented-operation.js';
import { schemaFault } from './schema-fault.js';

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Operation and status of every answer so far, as in `GET /health 200`. */
export const seenAnswers = new Set<string>();

/** Throws when the OpenAPI document does not tell of such an answer. */
export function expectDocumented(exchange: Exchange): void {
  const { method, path, status, headers } = exchange;
  const fail = (why: string): never => {
    throw new Error(`${method} ${path.slice(0, 200)} was answered ${status}: ${why}`);
  };
  if (headers['x-request-id'] === undefined) fail('without a request id');
  if (headers['access-control-allow-origin'] !== '*') fail('no page may read it');

  const { template, operation, response } = documentedOperation(method, path, status);
  if (template === undefined) {
    // What cannot be decoded names no path.
    if (![404, 400, 413, 431].includes(status)) fail('such a path is not documented');
    return;
  }
  if (method === 'OPTIONS' && status === 204) return;
  if (operation === undefined) {
    if (status !== 405) fail('such a method is not documented');
    return;
  }
  seenAnswers.add(`${method} ${template} ${status}`);
  if (response === undefined) return fail('such a status is not documented');

  for (const [name, header] of Object.entries(response.headers ?? {})) {
    if ('required' in header && header.required && headers[name.toLowerCase()] === undefined) fail(`without ${name}`);
  }
  const fault = faultOfBody(exchange, response.content);
  if (fault !== undefined) fail(fault);
}

function faultOfBody({ headers, body }: Exchange, content: Record<string, { schema?: unknown }> | undefined): string | undefined {
  if (content === undefined) return body.length === 0 ? undefined : 'a body where none is documented';
  const type = headers['content-type']?.split(';')[0] ?? 'no content type';
  const documented = content[type];
  if (documented === undefined) return `${type} is not documented`;
  if (type !== 'application/json') return undefined;
  if (headers['content-type'] !== 'application/json; charset=utf-8') return 'without a charset';
  return schemaFault(documented.schema, JSON.parse(decoded(headers, body).toString()));
}

function decoded(headers: IncomingHttpHeaders, body: Buffer): Buffer {
  switch (headers['content-encoding']) {
    case 'br':
      return brotliDecompressSync(body);
    case 'gzip':
      return gunzipSync(body);
    default:
      return body;
  }
}
