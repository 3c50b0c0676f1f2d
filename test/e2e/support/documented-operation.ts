import { operationsOf, type Operation } from '../../../src/http/operations-of.js';
import { openApiDocument } from './openapi-document.js';

interface DocumentedResponse {
  readonly headers?: Record<string, object>;
  readonly content?: Record<string, { schema?: unknown }>;
}

interface Documented {
  readonly template?: string;
  readonly operation?: Operation;
  readonly response?: DocumentedResponse;
}

const operations = [...operationsOf(openApiDocument)];
const patterns = [...new Set(operations.map(({ path }) => path))].map((template) => ({
  template,
  pattern: new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`),
}));

/** What the document says of an answer; the parts that it does not know are missing. */
export function documentedOperation(method: string, path: string, status: number): Documented {
  const bare = (path.split('?')[0] ?? '').replace(/^\/+/, '/').replace(/^\/api\/1\.0\/+/, '/');
  const template = patterns.find(({ pattern }) => pattern.test(bare))?.template;
  if (template === undefined) return {};
  const operation = operations.find((candidate) => candidate.path === template && candidate.method === method.toLowerCase())?.operation;
  if (operation === undefined) return { template };
  const response = resolved(operation.responses[String(status)]);
  return { template, operation, ...(response && { response }) };
}

function resolved(response: object | undefined): DocumentedResponse | undefined {
  if (response === undefined || !('$ref' in response) || typeof response.$ref !== 'string') return response;
  const name = response.$ref.split('/').at(-1) ?? '';
  return openApiDocument.components?.responses?.[name] as DocumentedResponse | undefined;
}
