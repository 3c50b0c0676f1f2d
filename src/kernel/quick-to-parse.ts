/** Text of this length is parsed in a few milliseconds, whatever it holds. */
const alwaysQuickBytes = 32 * 1024;

/** What longer text may cost: about ten milliseconds. */
const maxCost = 80_000;

const [quote, comma, colon, openBrace, openBracket] = [0x22, 0x2c, 0x3a, 0x7b, 0x5b];

/** What a value costs beyond its bytes, which cost next to nothing: an object like no other most of all, a key, a text or a list less. */
const costOf = new Uint8Array(256);
costOf[openBrace] = 14;
costOf[colon] = 4;
costOf[quote] = 1;
costOf[comma] = 1;
costOf[openBracket] = 2;

/**
 * Whether a JSON text is parsed within a turn that nobody notices: a megabyte takes one millisecond as one text, and a quarter of a
 * second as keys. What is not quick no honest SDK sends; it is refused before it is parsed. Signs inside texts count too.
 */
export function isQuickToParse(json: Uint8Array): boolean {
  if (json.length <= alwaysQuickBytes) return true;

  let cost = 0;
  // Counted, not iterated: that takes ten times as long.
  for (let at = 0; at < json.length; at++) cost += costOf[json[at] ?? 0] ?? 0;
  return cost <= maxCost;
}
