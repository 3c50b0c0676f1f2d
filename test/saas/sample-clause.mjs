/**
 * @param {string} id
 * @param {string} attribute
 * @param {string} op
 * @param {string[]} values
 */
export function sampleClause(id, attribute, op, values) {
  return { id, attribute, op, values, negate: false };
}
