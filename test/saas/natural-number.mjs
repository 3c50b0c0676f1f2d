/**
 * @param {string | null} text
 * @param {number} fallback
 */
export function naturalNumber(text, fallback) {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : fallback;
}
