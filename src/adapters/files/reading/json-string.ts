const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** One past the string that opens here; undefined when it is not well formed or never ends. */
export function endOfJsonString(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) return undefined;
    if (code !== 0x5c) continue;
    escape.lastIndex = at;
    if (!escape.test(text)) return undefined;
    at = escape.lastIndex - 1;
  }
  return undefined;
}
