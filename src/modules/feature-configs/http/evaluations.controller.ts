import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { ApiHeader, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiSdkRoute } from '../../../http/api-sdk-route.js';
import { ErrorResponse } from '../../../http/error-response.js';
import { jsonContentType } from '../../../http/json-content-type.js';
import { NotFound } from '../../../http/not-found.js';
import { Route } from '../../../http/route-config.js';
import { EvaluateFlags } from '../application/evaluate-flags.js';
import { AnswerBuffers } from './answer-buffers.js';

/** Exactly these four fields: the Android SDK refuses any other. */
export class EvaluationResponse {
  @ApiProperty() flag!: string;
  @ApiProperty({ description: 'The variation served.' }) identifier!: string;
  @ApiProperty({ description: '`boolean`, `int`, `string` or `json`.' }) kind!: string;
  @ApiProperty({ description: 'The value as text; the JSON text for `json` flags.' }) value!: string;
}

const targetHeader = {
  name: 'Harness-Target',
  required: false,
  description: 'Standard base64 of the target as JSON. Wins over the target remembered from `/client/auth`; ignored when it cannot be decoded.',
};

@ApiTags('evaluations')
@Controller('client/env/:environment_uuid/target/:target/evaluations')
export class EvaluationsController {
  readonly #buffers = new AnswerBuffers();

  constructor(private readonly evaluateFlags: EvaluateFlags) {}

  @Get()
  @Route({ access: 'sdk', reads: ['featureConfigs', 'segments'] })
  @ApiSdkRoute()
  @ApiHeader(targetHeader)
  @ApiOperation({ operationId: 'listEvaluations', summary: 'Every flag evaluated for a target' })
  @ApiOkResponse({ type: [EvaluationResponse], description: 'Flags that cannot be evaluated are left out.' })
  async all(
    @Res() reply: FastifyReply,
    @Param('environment_uuid') environment: string,
    @Param('target') identifier: string,
    @Headers('harness-target') header: string | undefined,
  ): Promise<void> {
    const body = await this.evaluateFlags.all({ environment, identifier, header }, (length) => this.#buffers.take(length));
    const { socket } = reply.request.raw;
    // The buffer of an answer that is broken off is not used again: who knows what still reads it.
    reply.raw.once('finish', () => socket.destroyed || this.#buffers.giveBack(body));
    void reply.header('content-type', jsonContentType).send(body);
  }

  @Get(':feature')
  @Route({ access: 'sdk', reads: ['featureConfigs', 'segments'] })
  @ApiSdkRoute()
  @ApiHeader(targetHeader)
  @ApiOperation({ operationId: 'getEvaluation', summary: 'One flag evaluated for a target' })
  @ApiOkResponse({ type: EvaluationResponse, description: 'The evaluation.' })
  @ApiNotFoundResponse({ type: ErrorResponse, description: 'The flag is unknown, or cannot be evaluated.' })
  async one(
    @Res() reply: FastifyReply,
    @Param('environment_uuid') environment: string,
    @Param('target') identifier: string,
    @Param('feature') feature: string,
    @Headers('harness-target') header: string | undefined,
  ): Promise<void> {
    const body = await this.evaluateFlags.one({ environment, identifier, header }, feature);
    if (body === undefined) throw new NotFound();
    void reply.header('content-type', jsonContentType).send(body);
  }
}
