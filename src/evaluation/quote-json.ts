const special = /["\\\u0000-\u001f<>&\u2028\u2029\ud800-\udfff]/u;
const everySpecial = /["\\\u0000-\u001f<>&\u2028\u2029\ud800-\udfff]/gu;

const short: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A JSON string with the escapes of Go's encoder, which also hides `<`, `>` and `&`. */
export function quoteJson(text: string): string {
  return special.test(text) ? `"${text.replace(everySpecial, escape)}"` : `"${text}"`;
}

function escape(character: string): string {
  // Half a surrogate pair cannot be written in UTF-8.
  if (character >= '\ud800') return '\ufffd';
  return short[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
