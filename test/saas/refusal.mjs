/**
 * An error in the form in which SaaS answers it.
 * @param {number} status
 * @param {string} message
 * @returns {import('./types.mjs').Answer}
 */
export function refusal(status, message) {
  return { status, body: JSON.stringify({ code: String(status), message }) };
}
