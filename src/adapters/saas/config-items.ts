import type { ConfigItem } from '../../kernel/configuration.js';
import { eachElement } from '../../kernel/json-text.js';
import type { Log } from '../../kernel/log.js';
import type { Pace } from '../../kernel/pace.js';
import { integerOf } from './integer-of.js';
import { isRecord } from './is-record.js';

/** What names an item on the wire. */
export type IdentifierField = 'feature' | 'identifier';

/**
 * The items of an array's source text, each with its own. `null` and nothing at all are an empty array. An item that is no
 * object or has no name is logged and left out. Throws SyntaxError when the text is not JSON.
 */
export async function configItemsOf(arrayText: string | undefined, field: IdentifierField, pace: Pace, log: Log): Promise<readonly ConfigItem[]> {
  if (arrayText === undefined || arrayText.trim() === 'null') return [];
  const items: ConfigItem[] = [];
  for (const text of eachElement(arrayText)) {
    await pace.before(text.length);
    const item: unknown = JSON.parse(text);
    const identifier = isRecord(item) ? item[field] : undefined;
    if (isRecord(item) && typeof identifier === 'string' && identifier !== '') {
      items.push({ identifier, version: integerOf(item['version']), json: ownCopyOf(text) });
    } else {
      log.warn({ field, position: items.length }, 'left out an item of the upstream that has no identifier');
    }
  }
  return items;
}

/** A slice keeps the whole text alive that it was cut from: one flag would hold on to a page of ten environments. */
function ownCopyOf(text: string): string {
  return Buffer.from(text).toString();
}
