import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';

/** The committed OpenAPI document. */
export const openApiDocument: OpenAPIObject = JSON.parse(readFileSync(join(__dirname, '../../../openapi/openapi.json'), 'utf8'));
