/**
 * A flag or group in the form in which it is held: its source text. Text that comes as text is sent on untouched, but for
 * the version when that is missing and `fallbackVersion` is given.
 * @param {object | string} source
 * @param {'feature' | 'identifier'} nameField
 * @param {number | undefined} fallbackVersion
 * @returns {import('./types.mjs').HeldItem}
 */
export function itemFrom(source, nameField, fallbackVersion) {
  const written = typeof source === 'string' ? source : JSON.stringify(source);
  const parsed = JSON.parse(written);
  const identifier = parsed?.[nameField];
  if (typeof identifier !== 'string') throw new Error(`an item needs the text field "${nameField}": ${written.slice(0, 200)}`);
  if (typeof parsed.version === 'number') return { identifier, version: parsed.version, json: written };
  if (fallbackVersion === undefined) return { identifier, version: 0, json: written };
  return { identifier, version: fallbackVersion, json: withVersion(written, fallbackVersion) };
}

/**
 * @param {string} json
 * @param {number} version
 */
function withVersion(json, version) {
  return json.replace(/\}\s*$/, `,"version":${version}}`);
}
