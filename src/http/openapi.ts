import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { withCommonAnswers } from './common-answers.js';
import { distinctOperationIds } from './distinct-operation-ids.js';
import { ErrorResponse } from './error-response.js';
import { jsonContentType } from './json-content-type.js';

const description = `What SDKs and operators call.

Every route is also answered under \`/api/1.0\`. Requests may carry \`X-Request-Id\`; every answer does. Refusals are \`{"error": text}\`, on the stream routes without a body. Another method on a known path is answered 405 with \`Allow\`, an unknown path 404. Bodies are read as JSON whatever their content type says.`;

/** The wire contract as the controllers declare it. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Feature Flags Relay Proxy')
    .setDescription(description)
    .setVersion('1.0')
    .addServer('/')
    .addServer('/api/1.0', 'The base path of SaaS, for clients that only changed the host')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The token from `/client/auth`.' }, 'sdk-token')
    .build();
  const declared = SwaggerModule.createDocument(app, config, { operationIdFactory: (_controller, method) => method, extraModels: [ErrorResponse] });
  return withCommonAnswers(distinctOperationIds(withItself(declared)));
}

/** Serves the document as `/openapi.json`; made on the first request. */
export function serveOpenApi(app: INestApplication, fastify: FastifyInstance): void {
  let document: string | undefined;
  fastify.get('/openapi.json', { config: { access: 'open', observed: false } }, (_request, reply) => {
    document ??= JSON.stringify(openApiDocument(app));
    return reply.header('content-type', jsonContentType).send(document);
  });
}

/** No controller answers `/openapi.json`, so none declares it. */
function withItself(document: OpenAPIObject): OpenAPIObject {
  const ok = { description: 'The document.', content: { 'application/json': { schema: { type: 'object', additionalProperties: true } } } };
  const get = { operationId: 'openApi', summary: 'This document', tags: ['openapi'], parameters: [], responses: { '200': ok } };
  return { ...document, paths: { ...document.paths, '/openapi.json': { get } } };
}
