import type { EnvironmentId } from '../../../kernel/configuration.js';

/** Longer names are refused by file systems. */
const mostBytes = 240;

/** The name of an environment's directory; undefined for an id of which none can be made. */
export function environmentDirectory(id: EnvironmentId): string | undefined {
  const name = `env-${id}`;
  const isName = !/[/\\\0]/.test(name) && Buffer.byteLength(name) <= mostBytes;
  return isName ? name : undefined;
}
