import type { PastChange } from '../../../kernel/changes.js';
import type { EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';

/** The past, and behind a deletion whose item is there again that it is: nobody is to be told of the end alone. */
export function withWhatBeganAnew(past: readonly PastChange[], held: (environment: EnvironmentId) => EnvironmentConfig | undefined): readonly PastChange[] {
  return past.flatMap((each) => {
    const { change, at } = each;
    if (change.event !== 'delete') return [each];
    const config = held(change.environment);
    const items = change.domain === 'flag' ? config?.featureConfigs : config?.segments;
    const item = items?.find(({ identifier }) => identifier === change.identifier);
    return item ? [each, { change: { ...change, event: 'create' as const, version: item.version }, at }] : [each];
  });
}
