import { isNativeError } from 'node:util/types';

/** What an error calls itself. Its message and its cause may quote anything, so neither is told. */
export function failureName(error: unknown): string {
  if (!isNativeError(error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
