import { Body, Controller, Header, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiPayloadTooLargeResponse,
  ApiTags,
} from '@nestjs/swagger';
import { ApiSdkRoute } from '../../../http/api-sdk-route.js';
import { ErrorResponse } from '../../../http/error-response.js';
import { maxMetricsBodyBytes } from '../../../http/limits.js';
import { Route } from '../../../http/route-config.js';
import { AcceptMetrics } from '../application/accept-metrics.js';
import { reportSchema } from '../application/report-schema.js';
import { readReport } from './read-report.js';

@ApiTags('metrics')
@Controller()
export class MetricsController {
  constructor(private readonly acceptMetrics: AcceptMetrics) {}

  @Post('metrics/:environment_uuid')
  @Route({ access: 'sdk', body: 'chunks', bodyLimit: maxMetricsBodyBytes })
  @ApiSdkRoute()
  @HttpCode(200)
  @Header('Content-Type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'Take over what an SDK counted, for SaaS', operationId: 'postMetrics' })
  @ApiBody({ required: true, schema: reportSchema })
  @ApiOkResponse({ description: 'Taken over', content: { 'application/json': { schema: { nullable: true, enum: [null] } } } })
  @ApiBadRequestResponse({ description: 'Not a metrics report, or one entry or target of more than 512 KiB', type: ErrorResponse })
  @ApiPayloadTooLargeResponse({ description: 'More than 25 MiB', type: ErrorResponse })
  async post(@Param('environment_uuid') environment: string, @Body() chunks: AsyncIterable<Buffer>): Promise<string> {
    await this.acceptMetrics.execute(environment, readReport(chunks));
    return 'null\n';
  }
}
