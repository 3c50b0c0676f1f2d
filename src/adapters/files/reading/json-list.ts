import { eachElement } from '../../../kernel/json-text.js';
import { Pace } from '../../../kernel/pace.js';
import { jsonFault } from './json-fault.js';
import type { ParsedItem, ParsedList } from './parsed-list.js';
import type { SourceFile } from './source-file.js';

/** The list in a JSON file, each entry with its own text. `null` is an empty list. Other work has its turn in between. */
export async function jsonList(file: SourceFile): Promise<ParsedList> {
  if (file.text.trim() === 'null') return { file, items: [] };
  try {
    return { file, items: await itemsOf(file.text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const fault = jsonFault(file.text) ?? { at: file.text.search(/\S/), expected: 'a list' };
    return { faults: [file.fault(fault.at, `expected ${fault.expected}`)] };
  }
}

async function itemsOf(text: string): Promise<readonly ParsedItem[]> {
  const items: ParsedItem[] = [];
  let end = text.indexOf('[') + 1;
  const pace = new Pace();
  for (const json of eachElement(text)) {
    await pace.before(json.length);
    // Between two entries there is nothing but space and a comma.
    const at = text.indexOf(json, end);
    items.push({ json: ownCopyOf(json), value: JSON.parse(json), at });
    end = at + json.length;
  }
  return items;
}

/** A slice keeps the whole text alive that it was cut from. */
function ownCopyOf(text: string): string {
  return Buffer.from(text).toString();
}
