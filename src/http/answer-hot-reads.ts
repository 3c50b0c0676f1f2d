import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { EnvironmentId } from '../kernel/configuration.js';
import type { RequestTallies } from '../prometheus/request-tallies.js';
import type { EncodedBody } from '../read-model/encoded-body.js';
import type { RelayState } from '../read-model/relay-state.js';
import { chooseEncoding } from './choose-encoding.js';
import { exposedHeaders } from './cors.js';
import type { Freshness } from './guard-routes.js';
import type { HotReads } from './hot-reads.js';
import { isUnchanged } from './is-unchanged.js';
import type { HotReadObserver } from './observe-requests.js';
import { parseReadPath } from './read-path.js';
import { requestId } from './request-id.js';
import { rewriteUrl } from './rewrite-url.js';

/** Names and values in turn; the value of the last is the request's own. */
const everyAnswer = ['access-control-allow-origin', '*', 'access-control-expose-headers', exposedHeaders.join(', '), 'x-request-id'];

interface Parts {
  readonly reads: HotReads;
  readonly guard: { identityOf(authorization: string | undefined): { readonly environment: EnvironmentId } | undefined };
  readonly freshness: Freshness;
  readonly tallies: RequestTallies;
  readonly state: RelayState;
  /** Absent: nobody wants to know. */
  readonly observer: HotReadObserver | undefined;
}

/**
 * Answers a read before the framework sees it when nothing is left to decide: a right token, its own environment, bytes
 * that are ready. Everything else, every refusal included, goes the ordinary way, which answers a hot read just the same.
 * It costs a third of the router, hooks and controller together (bench/README.md).
 */
export function answerHotReads(server: Server, parts: Parts): void {
  const ordinary = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const goOn = (): void => {
      for (const listener of ordinary) listener.call(server, request, response);
    };
    if (!answer(parts, request, response, goOn)) goOn();
  });
}

/** False: not answered. Where something has to be awaited first, `goOn` is called if it is not answered after that either. */
function answer({ reads, guard, freshness, tallies, state, observer }: Parts, request: IncomingMessage, response: ServerResponse, goOn: () => void): boolean {
  if (request.method !== 'GET' || state.shuttingDown) return false;
  const startedAt = performance.now();
  const path = parseReadPath(rewriteUrl(request.url ?? ''));
  const hot = path && reads.find(path.kind);
  const { headers } = request;
  const isAdmitted = (): boolean => guard.identityOf(headers.authorization)?.environment === path?.environment;
  if (!hot || hasBody(headers) || !isAdmitted()) return false;

  const span = observer?.begin(request, startedAt);
  const isAnswered = (): boolean => {
    const body = hot.read(path.environment, path.identifier, path.rules);
    const id = requestId(request);
    if (!body || !send(request, response, body, id)) return false;
    const url = path.identifier === undefined ? hot.listUrl : hot.itemUrl;
    const count = () => {
      const [status, ms] = [response.statusCode, performance.now() - startedAt];
      tallies.of(url, path.environment).count('GET', status, ms / 1000);
      observer?.answered({ id, method: 'GET', url, status, ms, environment: path.environment, headers }, span);
    };
    // Nearly always everything is with the system by now, long before the `finish` event.
    if (response.writableLength === 0) count();
    else response.once('finish', count);
    return true;
  };
  const settle = () => freshness.settle(path.environment, hot.parts);
  const settled = span ? span.run(settle) : settle();
  if (!settled) return isAnswered();
  void settled.then(() => {
    if (state.shuttingDown || !isAdmitted() || !isAnswered()) goOn();
  });
  return true;
}

/** False while the wanted bytes are still being made. */
function send(request: IncomingMessage, response: ServerResponse, body: EncodedBody, id: string): boolean {
  if (!body.isMade) return false;
  const { headers } = request;
  const encoding = body.worthCompressing ? chooseEncoding(headers['accept-encoding']) : 'identity';
  if (isUnchanged(headers['if-none-match'], body.etag(encoding))) {
    response.writeHead(304, [...body.head(encoding, true), ...everyAnswer, id]).end();
    return true;
  }
  const bytes = body.bytes(encoding);
  if (!Buffer.isBuffer(bytes)) return false;
  response.writeHead(200, [...body.head(encoding, false), 'content-length', String(bytes.length), ...everyAnswer, id]).end(bytes);
  return true;
}

function hasBody(headers: IncomingMessage['headers']): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}
