import type { Target } from '../../../kernel/target.js';
import { isRecord } from '../is-record.js';
import { isText } from '../is-text.js';

/** A target as the admin API lists it; undefined when it has no identifier. */
export function targetIn(entry: unknown): Target | undefined {
  if (!isRecord(entry) || !isText(entry['identifier'])) return undefined;
  const { identifier, name, anonymous, attributes } = entry;
  return {
    identifier,
    name: isText(name) ? name : identifier,
    ...(typeof anonymous === 'boolean' && { anonymous }),
    attributes: isRecord(attributes) ? attributes : {},
  };
}
