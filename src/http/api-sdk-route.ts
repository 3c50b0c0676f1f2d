import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiQuery, ApiResponse, ApiServiceUnavailableResponse, ApiUnauthorizedResponse } from '@nestjs/swagger';
import { ErrorResponse } from './error-response.js';

/** Describes what all routes with `access: 'sdk'` have in common. `cached`: answered with an ETag from bytes made once. */
export function ApiSdkRoute({ cached = false }: { cached?: boolean } = {}): MethodDecorator {
  return applyDecorators(
    ApiBearerAuth('sdk-token'),
    ApiQuery({ name: 'cluster', type: String, required: false, description: 'Accepted and ignored.' }),
    ApiUnauthorizedResponse({ type: ErrorResponse, description: 'No valid token, or one of another environment.' }),
    ApiServiceUnavailableResponse({ type: ErrorResponse, description: 'No configuration has been loaded yet.', headers: { 'Retry-After': { description: 'Seconds.', schema: { type: 'string' } } } }),
    ...(cached ? cachedRoute : []),
  );
}

const cachedRoute = [
  ApiHeader({ name: 'If-None-Match', required: false, description: 'The ETag of an earlier answer.' }),
  ApiResponse({ status: 304, description: 'Unchanged since the answer with the ETag in `If-None-Match`.' }),
];
