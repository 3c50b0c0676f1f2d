import { Controller, Get, Res } from '@nestjs/common';
import { ApiInternalServerErrorResponse, ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { ErrorResponse } from '../../../http/error-response.js';
import { Route } from '../../../http/route-config.js';
import { ReportHealth } from '../application/report-health.js';
import { HealthResponse } from './health.dto.js';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: ReportHealth,
    private readonly checks: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
  ) {}

  @Get()
  @Route({ access: 'open', observed: false })
  @ApiOperation({ operationId: 'health', summary: 'State of the configuration, the SaaS stream and the cache' })
  @ApiOkResponse({ type: HealthResponse, description: 'A configuration is served.' })
  @ApiInternalServerErrorResponse({ type: ErrorResponse, description: 'There is nothing to serve and the last attempt to get it failed.' })
  @ApiServiceUnavailableResponse({ type: ErrorResponse, description: 'The first attempt to get a configuration has not ended.' })
  report(@Res({ passthrough: true }) reply: FastifyReply): HealthResponse | ErrorResponse {
    const report = this.health.report();
    switch (report.configStatus.state) {
      case 'PENDING':
        void reply.code(503);
        return { error: 'the configuration is not loaded yet' };
      case 'FAILED_TO_SYNC':
        void reply.code(500);
        return { error: 'internal error' };
      default:
        return report;
    }
  }

  @Get('live')
  @Route({ access: 'open', observed: false })
  @HealthCheck()
  @ApiOperation({ operationId: 'live', summary: 'Whether the process works; depends on nothing else' })
  live(): Promise<HealthCheckResult> {
    return this.checks.check([() => this.indicators.check('process').up()]);
  }

  @Get('ready')
  @Route({ access: 'open', observed: false })
  @HealthCheck()
  @ApiOperation({ operationId: 'ready', summary: 'Whether there is a configuration to serve and the process is not shutting down' })
  ready(): Promise<HealthCheckResult> {
    const { ready, details } = this.health.readiness();
    const indicator = this.indicators.check('relay');
    return this.checks.check([() => (ready ? indicator.up(details) : indicator.down(details))]);
  }
}
