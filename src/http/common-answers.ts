import type { OpenAPIObject } from '@nestjs/swagger';
import { answerHeaders } from './answer-headers.js';
import { operationsOf, type Operation } from './operations-of.js';

type Response = NonNullable<NonNullable<OpenAPIObject['components']>['responses']>[string];

const refusal = (description: string): Response => ({
  description,
  headers: answerHeaders('4XX', false),
  content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorResponse' } } },
});

const commonResponses: Readonly<Record<string, Response>> = {
  BadPath: refusal('The path cannot be decoded.'),
  TooSlow: refusal('The head or the body took too long to arrive.'),
  BodyTooLarge: refusal('The body is larger than 1 MiB.'),
  HeadTooLarge: refusal('The head of the request is larger than 512 KiB.'),
  InternalError: refusal('A fault of the relay, which is in its log.'),
};

/** Adds what any route may answer, and the headers of each answer. Statuses that a controller describes itself stay as they are. */
export function withCommonAnswers(document: OpenAPIObject): OpenAPIObject {
  for (const { path, method, operation } of operationsOf(document)) {
    operation.parameters = [...(operation.parameters ?? []), { $ref: '#/components/parameters/RequestId' }];
    addHeaders(operation);
    addResponses(operation, path, method);
  }
  document.components = {
    ...document.components,
    responses: { ...commonResponses },
    parameters: {
      RequestId: { name: 'X-Request-Id', in: 'header', required: false, description: 'Up to 200 visible ASCII characters; comes back in the answer and stands in the log.', schema: { type: 'string' } },
    },
  };
  return document;
}

function addHeaders(operation: Operation): void {
  const cached = operation.responses['304'] !== undefined;
  for (const [status, response] of Object.entries(operation.responses)) {
    if (response === undefined || '$ref' in response) continue;
    response.description ||= 'The answer.';
    response.headers = { ...answerHeaders(status, cached), ...response.headers };
  }
}

function addResponses(operation: Operation, path: string, method: string): void {
  const common: Record<string, string> = { '408': 'TooSlow', '431': 'HeadTooLarge', '500': 'InternalError' };
  if (path.includes('{')) common['400'] = 'BadPath';
  if (method === 'post') common['413'] = 'BodyTooLarge';
  for (const [status, name] of Object.entries(common)) operation.responses[status] ??= { $ref: `#/components/responses/${name}` };
}
