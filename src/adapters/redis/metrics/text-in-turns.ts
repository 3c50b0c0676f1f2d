import type { ShortTurns } from '../../../kernel/short-turns.js';

/** Far less than a millisecond of work when items are of the ordinary kind. */
const itemsAtOnce = 64;

/** The JSON text of a list that may have megabytes. */
export async function textInTurns(items: readonly object[], turns: ShortTurns): Promise<string> {
  const texts: string[] = [];
  for (let start = 0; start < items.length; start += itemsAtOnce) {
    texts.push(JSON.stringify(items.slice(start, start + itemsAtOnce)).slice(1, -1));
    await turns.pause();
  }
  return `[${texts.join(',')}]`;
}
