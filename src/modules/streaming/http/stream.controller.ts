import type { ServerResponse } from 'node:http';
import { Controller, Get, Headers, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOkResponse, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ObserveRequests } from '../../../http/observe-requests.js';
import { Route } from '../../../http/route-config.js';
import { OpenStream, type StreamRefusal } from '../application/open-stream.js';
import type { SdkKind } from '../domain/refresh-rounds.js';

const statusOf: Record<StreamRefusal, number> = { 'key missing': 400, 'other environment': 401, 'key unknown': 404, unavailable: 503 };

/** Every refusal has an empty body: the JS SDK takes any byte for an open stream and then never polls. */
@ApiTags('stream')
@Controller()
export class StreamController {
  constructor(
    private readonly openStream: OpenStream,
    private readonly observe: ObserveRequests,
  ) {}

  @Get(['stream', 'client/env/:environment_uuid/stream'])
  @Route({ access: 'sdk', refusal: 'empty' })
  @ApiBearerAuth('sdk-token')
  @ApiHeader({ name: 'API-Key', required: true, description: 'The SDK key the token was obtained with.' })
  @ApiQuery({ name: 'cluster', required: false, description: 'Accepted and ignored.' })
  @ApiOperation({
    operationId: 'stream',
    summary: 'Changes of the environment as server-sent events',
    description: 'Each event is `event: *` with one line of JSON: `event`, `domain`, `identifier`, `version`, `environment`, `apiKey`. A bare comment keeps the stream alive.',
  })
  @ApiOkResponse({ description: 'Held open.', content: { 'text/event-stream': { schema: { type: 'string' } } } })
  @ApiResponse({ status: 400, description: 'No API-Key. Empty body.' })
  @ApiResponse({ status: 401, description: 'No valid token, or a key of another environment. Empty body.' })
  @ApiResponse({ status: 404, description: 'The key is not known. Empty body.' })
  @ApiResponse({ status: 503, description: 'No healthy stream to SaaS: poll instead. Empty body.' })
  stream(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Headers('api-key') sdkKey: string | undefined): void {
    const opening = this.openStream.execute(sdkKey, request.sdk, kindOf(request.headers['harness-sdk-info']));
    if (typeof opening === 'string') {
      void reply.code(statusOf[opening]).send();
      return;
    }
    reply.hijack();
    const response = reply.raw;
    letGo(response);
    // A hijacked reply writes its own head: what hooks have set (CORS, request id) has to be taken along.
    const headers = reply.getHeaders();
    for (const name of Object.keys(headers)) response.setHeader(name, headers[name] ?? '');
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'x-accel-buffering': 'no' });
    response.flushHeaders();
    this.observe.record(request, reply);
    // All that is needed of them has been read: a token and a target for as long as the stream lives are a good part of its memory.
    request.raw.headers = {};
    request.raw.rawHeaders = [];
    response.once('close', opening(response));
    response.on('error', () => response.destroy());
  }
}

/** Fastify's own listeners hold on to request and reply for as long as the stream lives: a tenth of what a stream costs. */
function letGo(response: ServerResponse): void {
  for (const event of ['finish', 'error']) {
    for (const listener of response.listeners(event)) {
      if (isFastifys(listener)) response.off(event, listener);
    }
  }
}

function isFastifys(listener: object): listener is () => void {
  return 'name' in listener && listener.name === 'onResFinished';
}

/** As in `Javascript 1.32.0 Client`. */
function kindOf(sdkInfo: string | string[] | undefined): SdkKind {
  return String(sdkInfo ?? '').trim().toLowerCase().endsWith('client') ? 'client' : 'server';
}
