import { request } from 'node:http';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';

const madeByNode = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding']);

/** The answer to one request as it is on the wire, without what node:http adds by itself. */
export async function answerOf(origin, { method = 'GET', path, headers = {}, body }) {
  const asking = request(`${origin}${path}`, { method, headers }).end(body);
  const [response] = await once(asking, 'response');
  const bytes = await buffer(response);
  if (response.statusCode >= 400) throw new Error(`${method} ${path} answers ${response.statusCode}: ${bytes}`);
  const kept = Object.entries(response.headers).filter(([name]) => !madeByNode.has(name));
  return { status: response.statusCode, headers: Object.fromEntries(kept), body: bytes };
}
