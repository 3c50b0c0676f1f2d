import type { RelayChange } from '../../../kernel/changes.js';
import type { SpanAttributes } from '../../../kernel/tracing.js';

/** What may be told of a change to whoever follows it. Not which key was added or removed. */
export function changeAttributes(change: RelayChange): SpanAttributes {
  const kind = { 'ff.change.domain': change.domain, 'ff.change.event': change.event };
  if (change.domain !== 'proxy') {
    return { ...kind, 'ff.environment': change.environment, 'ff.change.identifier': change.identifier, 'ff.change.version': change.version };
  }
  return 'environment' in change ? { ...kind, 'ff.environment': change.environment } : kind;
}
