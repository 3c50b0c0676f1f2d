import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { LogController, type FastifyBaseLogger, type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { RelayConfig } from '../config/relay-config.js';
import { emptyPreflights } from './empty-preflights.js';
import { headersOfAnyAnswer } from './headers-of-any-answer.js';
import { headTimeoutMs, maxBodyBytes, maxHeaderBytes, maxIdentifierLength, requestTimeoutMs } from './limits.js';
import { refuseMalformed } from './refuse-malformed.js';
import { requestId } from './request-id.js';
import { rewriteUrl } from './rewrite-url.js';
import { readCertificate } from './tls.js';

/** Told of each refusal that the router never sees. */
type Refused = (method: string, status: number) => void;

/** Fastify as SDKs need it: see the comments for what its defaults would break. */
export function relayFastifyAdapter(config: RelayConfig, log: Logger, refused: Refused): FastifyAdapter {
  const { tls } = config.http;
  const server = { maxHeaderSize: maxHeaderBytes, headersTimeout: headTimeoutMs, connectionsCheckingInterval: 500 };
  const adapter = new FastifyAdapter({
    loggerInstance: log,
    // A child logger per request would cost more than the whole answer.
    childLoggerFactory: (logger: FastifyBaseLogger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    // HEAD /stream would run the GET handler and hold the connection.
    exposeHeadRoutes: false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    genReqId: requestId,
    rewriteUrl: (request: IncomingMessage) => rewriteUrl(request.url ?? '/'),
    routerOptions: { maxParamLength: maxIdentifierLength },
    // No hook runs for a path that cannot be decoded, nor for a head that cannot be parsed: they are counted here.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const status = error.statusCode ?? 400;
      refused(request.method, status);
      void reply.code(status).headers(headersOfAnyAnswer(request.id)).send({ error: 'the path cannot be decoded' });
    },
    clientErrorHandler: (error: Error & { code?: string }, socket: Socket) => {
      const status = refuseMalformed(error, socket);
      if (status !== undefined) refused('unknown', status);
    },
    ...(tls ? { https: { ...server, ...readCertificate(tls) } } : { http: server }),
  });
  emptyPreflights(adapter.getInstance());
  return adapter;
}
