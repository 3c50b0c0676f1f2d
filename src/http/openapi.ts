import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';

/** The wire contract as the controllers declare it. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Feature Flags Relay Proxy')
    .setDescription(
      'What SDKs and operators call. Every route is also answered under `/api/1.0`. Requests may carry `X-Request-Id`; every answer does. Refusals are `{"error": text}`, on `/stream` without a body.',
    )
    .setVersion('1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The token from `/client/auth`.' }, 'sdk-token')
    .build();
  return SwaggerModule.createDocument(app, config, { operationIdFactory: (_controller, method) => method });
}

/** Serves the document as `/openapi.json`; made on the first request. */
export function serveOpenApi(app: INestApplication, fastify: FastifyInstance): void {
  let document: string | undefined;
  fastify.get('/openapi.json', { config: { access: 'open', observed: false } }, (_request, reply) => {
    document ??= JSON.stringify(openApiDocument(app));
    return reply.header('content-type', 'application/json; charset=utf-8').send(document);
  });
}
