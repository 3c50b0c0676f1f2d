import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { RelayConfig } from '../config/relay-config.js';
import { RELAY_CONFIG } from '../config/relay-config.token.js';
import { ErrorResponse } from '../http/error-response.js';
import { NotFound } from '../http/not-found.js';
import { Route } from '../http/route-config.js';
import { RelayMetrics } from './relay-metrics.js';

/** The exposition on the SDKs' port. With a `PROMETHEUS_PORT` of its own it is served there alone. */
@ApiTags('prometheus')
@Controller()
export class ExpositionController {
  constructor(
    private readonly metrics: RelayMetrics,
    @Inject(RELAY_CONFIG) private readonly config: RelayConfig,
  ) {}

  @Get()
  @Route({ access: 'open', observed: false })
  @ApiOperation({ operationId: 'exposition', summary: 'Prometheus metrics' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  @ApiNotFoundResponse({ type: ErrorResponse, description: 'PROMETHEUS_PORT names another port.' })
  async expose(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { port, prometheusPort } = this.config.http;
    if (prometheusPort !== port) throw new NotFound();
    void reply.header('content-type', this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}
