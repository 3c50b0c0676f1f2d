import { Body, Controller, Header, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBearerAuth,
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiPayloadTooLargeResponse,
  ApiTags,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { AcceptMetrics } from '../application/accept-metrics.js';
import { reportSchema } from '../application/report-schema.js';

const error = { schema: { type: 'object', required: ['error'], properties: { error: { type: 'string' } } } };

@ApiTags('metrics')
@ApiBearerAuth()
@Controller()
export class MetricsController {
  constructor(private readonly acceptMetrics: AcceptMetrics) {}

  @Post('metrics/:environment')
  @HttpCode(200)
  @Header('Content-Type', 'application/json; charset=utf-8')
  @ApiOperation({ summary: 'Take over what an SDK counted, for SaaS', operationId: 'postMetrics' })
  @ApiParam({ name: 'environment', description: 'The environment of the token', schema: { type: 'string' } })
  @ApiBody({ required: true, schema: reportSchema })
  @ApiOkResponse({ description: 'Taken over', content: { 'application/json': { schema: { nullable: true, enum: [null] } } } })
  @ApiBadRequestResponse({ description: 'Not a metrics report', ...error })
  @ApiUnauthorizedResponse({ description: 'No valid token, or one of another environment', ...error })
  @ApiPayloadTooLargeResponse({ description: 'More than 25 MiB', ...error })
  async post(@Param('environment') environment: string, @Body() body: unknown): Promise<string> {
    await this.acceptMetrics.execute(environment, body);
    return 'null\n';
  }
}
