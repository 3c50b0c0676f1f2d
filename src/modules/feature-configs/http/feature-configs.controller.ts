import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ErrorResponse } from '../../../http/error-response.js';
import { HotReads } from '../../../http/hot-reads.js';
import { NotFound } from '../../../http/not-found.js';
import { Route } from '../../../http/route-config.js';
import { ApiSdkRoute } from '../../../http/api-sdk-route.js';
import { sendEncoded } from '../../../http/send-encoded.js';
import { ReadFeatureConfigs } from '../application/read-feature-configs.js';
import { FeatureConfigResponse } from './feature-config.dto.js';

@ApiTags('feature configs')
@Controller('client/env/:environment_uuid/feature-configs')
export class FeatureConfigsController {
  constructor(
    private readonly featureConfigs: ReadFeatureConfigs,
    hotReads: HotReads,
  ) {
    hotReads.add('feature-configs', 'featureConfigs', (environment, identifier) =>
      identifier === undefined ? featureConfigs.list(environment) : featureConfigs.find(environment, identifier),
    );
  }

  @Get()
  @Route({ access: 'sdk', reads: ['featureConfigs'] })
  @ApiSdkRoute({ cached: true })
  @ApiOperation({ operationId: 'listFeatureConfigs', summary: 'All flags of the environment' })
  @ApiOkResponse({ type: [FeatureConfigResponse], description: 'In upstream order; empty for an environment without flags.' })
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('environment_uuid') environment: string): Promise<void> {
    await sendEncoded(request, reply, this.featureConfigs.list(environment));
  }

  @Get(':identifier')
  @Route({ access: 'sdk', reads: ['featureConfigs'] })
  @ApiSdkRoute({ cached: true })
  @ApiOperation({ operationId: 'getFeatureConfig', summary: 'One flag' })
  @ApiOkResponse({ type: FeatureConfigResponse, description: 'The flag.' })
  @ApiNotFoundResponse({ type: ErrorResponse, description: 'The flag is unknown.' })
  async find(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('environment_uuid') environment: string,
    @Param('identifier') identifier: string,
  ): Promise<void> {
    const body = this.featureConfigs.find(environment, identifier);
    if (!body) throw new NotFound();
    await sendEncoded(request, reply, body);
  }
}
