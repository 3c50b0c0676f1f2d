import { observations } from './observations.mjs';
import { operations } from './operations.mjs';
import { readBody } from './read-body.mjs';

/**
 * Answers the control API: `POST /control/<operation>` with named arguments, `GET /control/<observation>`.
 * @param {import('./stand-in-saas.mjs').StandInSaas} saas
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<{ status: number, value: unknown }>}
 */
export async function control(saas, request) {
  try {
    const url = new URL(request.url ?? '/', 'http://saas');
    const name = url.pathname.replace('/control/', '');
    const { value: body = {} } = await readBody(request);
    const observe = request.method === 'GET' ? own(observations, name) : undefined;
    if (observe !== undefined) return { status: 200, value: await observe(saas, url.searchParams) };
    const operate = request.method === 'POST' ? own(operations, name) : undefined;
    if (operate !== undefined) {
      if (typeof body !== 'object' || body === null) throw new Error('the body is not a JSON object');
      return { status: 200, value: { result: await operate(saas, body) } };
    }
    const known = { GET: Object.keys(observations), POST: Object.keys(operations) };
    return { status: 404, value: { error: `unknown: ${request.method} ${name}`, known } };
  } catch (error) {
    return { status: 400, value: { error: String(error) } };
  }
}

/**
 * @template T
 * @param {Record<string, T>} table
 * @param {string} name
 */
function own(table, name) {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
