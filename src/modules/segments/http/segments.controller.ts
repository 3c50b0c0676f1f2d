import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiSdkRoute } from '../../../http/api-sdk-route.js';
import { ErrorResponse } from '../../../http/error-response.js';
import { HotReads } from '../../../http/hot-reads.js';
import { NotFound } from '../../../http/not-found.js';
import { Route } from '../../../http/route-config.js';
import { sendEncoded } from '../../../http/send-encoded.js';
import { ReadSegments } from '../application/read-segments.js';
import { SegmentResponse } from './segment.dto.js';

const rulesQuery = { name: 'rules', type: String, required: false, description: '`v2`: groups carry `servingRules` (AND rules) where they have them.' };

@ApiTags('target segments')
@Controller('client/env/:environment_uuid/target-segments')
export class SegmentsController {
  constructor(
    private readonly segments: ReadSegments,
    hotReads: HotReads,
  ) {
    hotReads.add('target-segments', 'segments', (environment, identifier, rules) =>
      identifier === undefined ? segments.list(environment, rules) : segments.find(environment, identifier, rules),
    );
  }

  @Get()
  @Route({ access: 'sdk', reads: ['segments'] })
  @ApiSdkRoute({ cached: true })
  @ApiQuery(rulesQuery)
  @ApiOperation({ operationId: 'listTargetSegments', summary: 'All target groups of the environment' })
  @ApiOkResponse({ type: [SegmentResponse], description: 'In upstream order; empty for an environment without groups.' })
  async list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('environment_uuid') environment: string,
    @Query('rules') rules: unknown,
  ): Promise<void> {
    await sendEncoded(request, reply, this.segments.list(environment, rules));
  }

  @Get(':identifier')
  @Route({ access: 'sdk', reads: ['segments'] })
  @ApiSdkRoute({ cached: true })
  @ApiQuery(rulesQuery)
  @ApiOperation({ operationId: 'getTargetSegment', summary: 'One target group' })
  @ApiOkResponse({ type: SegmentResponse, description: 'The group.' })
  @ApiNotFoundResponse({ type: ErrorResponse, description: 'The group is unknown.' })
  async find(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('environment_uuid') environment: string,
    @Param('identifier') identifier: string,
    @Query('rules') rules: unknown,
  ): Promise<void> {
    const body = this.segments.find(environment, identifier, rules);
    if (!body) throw new NotFound();
    await sendEncoded(request, reply, body);
  }
}
