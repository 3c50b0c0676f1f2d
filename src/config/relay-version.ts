import { readFileSync } from 'node:fs';

/** The version of this build, as package.json has it: what SaaS and operators are told. */
export function relayVersion(): string {
  const described: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const hasVersion = typeof described === 'object' && described !== null && 'version' in described;
  return hasVersion && typeof described.version === 'string' ? described.version : 'unknown';
}
