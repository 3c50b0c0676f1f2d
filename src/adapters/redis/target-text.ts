import type { EnvironmentId } from '../../kernel/configuration.js';
import type { Target } from '../../kernel/target.js';
import { isRecord } from './is-record.js';
import { parsedJson } from './parsed-json.js';

/** As other makes write it: fields they demand and we do not know are empty. Undefined when it nests deeper than JSON can be written. */
export function targetText(environment: EnvironmentId, { identifier, name, anonymous, attributes }: Target): string | undefined {
  try {
    return JSON.stringify({ account: '', anonymous, attributes, environment, identifier, name, org: '', project: '' });
  } catch {
    return undefined;
  }
}

/** Undefined when it is not this target: keys of odd environments and identifiers may read alike. */
export function targetIn(text: string, environment: EnvironmentId, identifier: string): Target | undefined {
  const told = parsedJson(text);
  if (!isRecord(told) || told['identifier'] !== identifier) return undefined;
  // Other makes may leave the environment empty.
  const { environment: home, name, anonymous, attributes } = told;
  if (typeof home === 'string' && home !== '' && home !== environment) return undefined;
  return {
    identifier,
    name: typeof name === 'string' && name !== '' ? name : identifier,
    ...(typeof anonymous === 'boolean' && { anonymous }),
    attributes: isRecord(attributes) ? attributes : {},
  };
}
