import type { ConfigItem } from '../../../kernel/configuration.js';

/** What a flag or a group decides by. Everything else, such as a field that the upstream begins to send, changes nothing for a target. */
const deciding = ['kind', 'state', 'variations', 'offVariation', 'defaultServe', 'variationToTargetMap', 'rules', 'prerequisites', 'included', 'excluded', 'servingRules'];

/** Whether targets may get something else by `after` than by `before`. False also where that cannot be known. */
export function decidesOtherwise(before: ConfigItem, after: ConfigItem): boolean {
  const [old, current] = [decidingText(before), decidingText(after)];
  return old !== undefined && current !== undefined && old !== current;
}

function decidingText({ json }: ConfigItem): string | undefined {
  try {
    const item: unknown = JSON.parse(json);
    if (!isObject(item)) return undefined;
    return JSON.stringify(deciding.map((field) => item[field]), inOneForm);
  } catch {
    return undefined;
  }
}

/** The order of fields says nothing, and an empty list is as good as none. */
function inOneForm(_: string, value: unknown): unknown {
  if (isEmptyList(value)) return null;
  if (!isObject(value)) return value;
  const told = Object.entries(value).filter(([, each]) => each !== null && !isEmptyList(each));
  return Object.fromEntries(told.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
