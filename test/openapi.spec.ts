import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { pino } from 'pino';
import { createApp } from '../src/app.js';
import { loadConfig } from '../src/config/load-config.js';
import { openApiDocument } from '../src/http/openapi.js';
import { operationsOf } from '../src/http/operations-of.js';

async function declaredDocument(): Promise<OpenAPIObject> {
  const { config } = loadConfig({ PROXY_KEY: 'none', AUTH_SECRET: 'a-secret-for-tests-only' }, []);
  const app = await createApp(config, pino({ enabled: false }));
  const document = openApiDocument(app);
  await app.close();
  return document;
}

describe('the committed OpenAPI document', () => {
  const text = readFileSync(join(__dirname, '../openapi/openapi.json'), 'utf8');
  const document: OpenAPIObject = JSON.parse(text);
  const operations = [...operationsOf(document)];

  it('is what the controllers declare', async () => {
    expect(JSON.parse(JSON.stringify(await declaredDocument()))).toEqual(document);
  });

  it('names every route', () => {
    expect(operations.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
      'get /client/env/{environment_uuid}/feature-configs',
      'get /client/env/{environment_uuid}/feature-configs/{identifier}',
      'get /client/env/{environment_uuid}/stream',
      'get /client/env/{environment_uuid}/target-segments',
      'get /client/env/{environment_uuid}/target-segments/{identifier}',
      'get /client/env/{environment_uuid}/target/{target}/evaluations',
      'get /client/env/{environment_uuid}/target/{target}/evaluations/{feature}',
      'get /health',
      'get /health/live',
      'get /health/ready',
      'get /metrics',
      'get /openapi.json',
      'get /stream',
      'post /client/auth',
      'post /metrics/{environment_uuid}',
    ]);
  });

  it('gives each operation an id of its own, as client generators need it', () => {
    const ids = operations.map(({ operation }) => operation.operationId);

    expect(new Set(ids).size).toBe(ids.length);
  });

  it('describes every answer of every operation, and the request id it carries', () => {
    for (const { method, path, operation } of operations) {
      for (const [status, response] of Object.entries(operation.responses)) {
        if (response === undefined || '$ref' in response) continue;
        expect([method, path, status, response.description]).not.toContain('');
        expect(Object.keys(response.headers ?? {})).toContain('X-Request-Id');
      }
    }
  });

  it('asks for the token on the routes of SDKs and on no other', () => {
    const open = operations.filter(({ operation }) => operation.security === undefined).map(({ path }) => path);

    expect(open.toSorted()).toEqual(['/client/auth', '/health', '/health/live', '/health/ready', '/metrics', '/openapi.json']);
  });

  it('refers to nothing that it does not hold', () => {
    const references = [...text.matchAll(/"\$ref": "#\/components\/(\w+)\/(\w+)"/g)];

    expect(references.length).toBeGreaterThan(20);
    for (const [, kind = '', name = ''] of references) {
      expect(Object.keys(document.components?.[kind as 'schemas'] ?? {})).toContain(name);
    }
  });
});
