import { Ajv, type ValidateFunction } from 'ajv';
import { openApiDocument } from './openapi-document.js';

const ajv = new Ajv({ strict: false, validateFormats: false });
ajv.addSchema({ $id: 'document', components: jsonSchemaOf({ schemas: openApiDocument.components?.schemas }) as object });
const compiled = new Map<unknown, ValidateFunction>();

/** What is wrong with a value by a schema of the OpenAPI document; undefined when nothing is. */
export function schemaFault(schema: unknown, value: unknown): string | undefined {
  const check = compiled.get(schema) ?? ajv.compile(jsonSchemaOf(schema) as object);
  compiled.set(schema, check);
  if (check(value)) return undefined;
  const [error] = check.errors ?? [];
  return `${error?.instancePath ?? ''} ${error?.message ?? 'does not fit'}`;
}

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type of its own, and refers to its own root. */
function jsonSchemaOf(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(jsonSchemaOf);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, ...rest } = schema as { nullable?: unknown };
  const converted = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, key === '$ref' && typeof value === 'string' ? `document${value}` : jsonSchemaOf(value)]),
  );
  return nullable === true ? { anyOf: [converted, { type: 'null' }] } : converted;
}
