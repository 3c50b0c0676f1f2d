import { isNativeError } from 'node:util/types';

const mostNested = 4;

interface ErrorOutline {
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  readonly stack?: string;
  readonly causes?: readonly ErrorOutline[];
}

/** What a log says of an error. Whatever else clients hang on theirs (commands, requests, headers) is where secrets are. */
export function errorOutline(error: unknown, depth = 0): ErrorOutline {
  if (!isNativeError(error)) return { type: typeof error };
  const causes = [error.cause, ...(error instanceof AggregateError ? error.errors : [])].filter(isNativeError);
  return {
    type: error.name,
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    message: error.message,
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(causes.length > 0 && depth < mostNested && { causes: causes.slice(0, mostNested).map((cause) => errorOutline(cause, depth + 1)) }),
  };
}
