import { createHash } from 'node:crypto';
import type { ConfigItem } from '../../kernel/configuration.js';
import { eachElement } from '../../kernel/json-text.js';
import type { Pace } from '../../kernel/pace.js';
import { CacheUnavailable } from '../../ports/cache.port.js';
import { isRecord } from './is-record.js';
import type { ItemPart } from './redis-keys.js';

const identifierField = { featureConfigs: 'feature', segments: 'identifier' } as const;

/** The array as it is stored: each item in its own words. */
export function arrayTextOf(items: readonly ConfigItem[]): string {
  return `[${items.map(({ json }) => json).join(',')}]`;
}

/** The token under which these bytes are announced, as JSON. */
export function tokenOf(bytes: string | Buffer): string {
  return `"${createHash('sha256').update(bytes).digest('hex')}"`;
}

/** The items of a stored array. Rejects with CacheUnavailable when it cannot be read; an item without an identifier is left out. */
export async function itemsOf(arrayText: string, part: ItemPart, pace: Pace): Promise<readonly ConfigItem[]> {
  const items: ConfigItem[] = [];
  try {
    for (const text of arrayText.trim() === 'null' ? [] : eachElement(arrayText)) {
      await pace.before(text.length);
      const item: unknown = JSON.parse(text);
      const identifier = isRecord(item) ? item[identifierField[part]] : undefined;
      if (isRecord(item) && typeof identifier === 'string' && identifier !== '') {
        items.push({ identifier, version: Number.isSafeInteger(item['version']) ? Number(item['version']) : 0, json: ownCopyOf(text) });
      }
    }
  } catch {
    throw new CacheUnavailable('Redis holds an array that cannot be read');
  }
  return items;
}

/** A slice would keep the whole array alive as long as one of its items. */
function ownCopyOf(text: string): string {
  return Buffer.from(text).toString();
}
