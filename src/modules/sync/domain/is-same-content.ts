import type { ConfigItem, EnvironmentConfig } from '../../../kernel/configuration.js';

/** Whether two environments hold the same to the last byte, in the same order. */
export function isSameContent(one: EnvironmentConfig, other: EnvironmentConfig): boolean {
  return (
    one.id === other.id &&
    haveSameItems(one.featureConfigs, other.featureConfigs) &&
    haveSameItems(one.segments, other.segments) &&
    areSame(one.authKeys, other.authKeys, (key, another) => key === another)
  );
}

function haveSameItems(one: readonly ConfigItem[], other: readonly ConfigItem[]): boolean {
  return areSame(one, other, (item, another) => item === another || (item.identifier === another.identifier && item.json === another.json));
}

function areSame<T>(one: readonly T[], other: readonly T[], isSame: (each: T, another: T) => boolean): boolean {
  return (
    one === other ||
    (one.length === other.length &&
      one.every((each, index) => {
        const another = other[index];
        return another !== undefined && isSame(each, another);
      }))
  );
}
