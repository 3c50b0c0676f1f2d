const MAX_BODY_BYTES = 32 * 1024 * 1024;

/**
 * The request's body as text and, where it is JSON, as a value.
 * @param {import('node:http').IncomingMessage} request
 */
export async function readBody(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error('the body is too long');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString();
  return { bytes, value: parsed(text) };
}

/**
 * @param {string} text
 * @returns {unknown}
 */
function parsed(text) {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
