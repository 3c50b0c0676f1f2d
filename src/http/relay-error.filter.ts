import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Log } from '../kernel/log.js';
import { RelayError } from '../kernel/relay-error.js';
import { RelayMetrics } from '../prometheus/relay-metrics.js';

const statusByCode: Readonly<Record<string, number>> = {
  INVALID_AUTHENTICATION_REQUEST: 400,
  INVALID_METRICS: 400,
  UNKNOWN_SDK_KEY: 401,
  NOT_FOUND: 404,
  CONFIGURATION_NOT_LOADED: 503,
  KEY_NOT_LOOKED_UP: 503,
};

/** Turns whatever a request ends in into its answer: `{"error": text}` and the status of the error's code. */
@Catch()
export class RelayErrorFilter implements ExceptionFilter {
  constructor(
    private readonly log: Log,
    private readonly metrics: RelayMetrics,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    if (reply.sent) return;
    const { status, body } = this.#answer(exception, request);
    if (status < 500) this.metrics.rejectedRequests.inc({ reason: `status_${status}` });
    // The rest of a body that was refused is not read: the connection cannot be used again.
    if (status === 413 || status === 408) reply.header('connection', 'close');
    if (exception instanceof RelayError && status === 503) reply.header('retry-after', '1');
    const empty = request.routeOptions.config.refusal === 'empty';
    void reply.code(status).send(empty ? undefined : body);
  }

  #answer(exception: unknown, request: FastifyRequest): { status: number; body: object } {
    if (exception instanceof RelayError) {
      const status = statusByCode[exception.code];
      if (status !== undefined) return { status, body: { error: exception.message } };
    }
    if (exception instanceof HttpException) return { status: exception.getStatus(), body: bodyOf(exception) };
    const clientFault = clientFaultOf(exception);
    if (clientFault) return { status: clientFault.status, body: { error: clientFault.message } };
    this.log.error({ err: exception, requestId: request.id, url: request.routeOptions.url }, 'request failed');
    return { status: 500, body: { error: 'internal error' } };
  }
}

/** Bodies made by hand (health checks) pass as they are; Nest's own become ours. */
function bodyOf(exception: HttpException): object {
  const response = exception.getResponse();
  if (typeof response === 'object' && !('statusCode' in response)) return response;
  return { error: exception.getStatus() === 404 ? 'not found' : exception.message };
}

/** Fastify's own errors (body too large, malformed header …) carry their status. */
function clientFaultOf(exception: unknown): { status: number; message: string } | undefined {
  if (typeof exception !== 'object' || exception === null || !('statusCode' in exception)) return undefined;
  const { statusCode: status } = exception;
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined;
  const message = 'message' in exception && typeof exception.message === 'string' ? exception.message : 'bad request';
  return { status, message };
}
