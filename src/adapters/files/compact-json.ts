const stringOrSpace = /("[^"\\]*(?:\\[^][^"\\]*)*")|[ \t\r\n]+/g;

/** The same JSON without the space that means nothing. */
export function compactJson(json: string): string {
  return json.replace(stringOrSpace, '$1');
}
