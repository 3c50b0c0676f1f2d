import { isNode, isScalar, isSeq, parseDocument, visit, type Document, type Scalar } from 'yaml';
import { jsonTextOf } from './json-text-of.js';
import type { ParsedItem, ParsedList } from './parsed-list.js';
import type { SourceFile } from './source-file.js';

/** Which entries and members are text, however they look: people leave the quotes out. */
export type TextPlaces = 'entries' | 'identifiers' | 'everywhere';

/** Members whose value, or whose list's entries, are text to every SDK. */
const textual = new Set(
  'feature identifier name kind state offVariation variation variations value values attribute op bucketBy ruleId targetSegments environment project id'.split(' '),
);
const identifying = new Set(['identifier', 'name']);

/** The list in a YAML file as JSON. Nothing but comments, and `null`, are an empty list. */
export function yamlList(file: SourceFile, texts: TextPlaces): ParsedList {
  const document = parseDocument(file.text, { intAsBigInt: true, merge: true, prettyErrors: false });
  const [error] = document.errors;
  if (error) return { faults: [file.fault(error.pos[0], error.message)] };
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return { file, items: [] };
  if (!isSeq(contents)) return { faults: [file.fault(contents.range?.[0] ?? 0, 'expected a list')] };

  writeAsText(document, texts);
  const items: ParsedItem[] = [];
  for (const node of contents.items) {
    const at = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    try {
      const json = jsonTextOf(isNode(node) ? node.toJS(document) : node);
      items.push({ json, value: JSON.parse(json), at });
    } catch (cause) {
      // An alias that grows without bound, or a number beyond JSON: both are named by what yaml and we say of them.
      return { faults: [file.fault(at, cause instanceof Error ? cause.message : 'cannot be understood')] };
    }
  }
  return { file, items };
}

/** `value: true` means the text "true", as `value: 010` means "010". The path of an entry's own members is three nodes long. */
function writeAsText(document: Document, texts: TextPlaces): void {
  visit(document, {
    Pair: (_, { key, value }, path) => {
      if (!isScalar(key) || texts === 'entries') return;
      const isText = texts === 'everywhere' ? textual.has(String(key.value)) : path.length === 3 && identifying.has(String(key.value));
      if (!isText) return;
      if (isScalar(value)) asText(value);
      if (isSeq(value)) for (const entry of value.items) if (isScalar(entry)) asText(entry);
    },
    Scalar: (_, scalar, path) => {
      if (texts === 'entries' && path.length === 2) asText(scalar);
    },
  });
}

function asText(scalar: Scalar): void {
  if (typeof scalar.value !== 'string' && scalar.value !== null) scalar.value = scalar.source ?? '';
}
