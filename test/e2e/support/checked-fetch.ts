import { expectDocumented } from './expect-documented.js';

/** `fetch`, with every answer held against the OpenAPI document. */
export async function checkedFetch(request: Request): Promise<Response> {
  const response = await fetch(request);
  const { pathname, search } = new URL(request.url);
  // fetch has taken the compression off, and says so only by the header it leaves.
  const { 'content-encoding': _encoding, ...headers } = Object.fromEntries(response.headers);
  const body = Buffer.from(await response.clone().arrayBuffer());
  expectDocumented({ method: request.method, path: pathname + search, status: response.status, headers, body });
  return response;
}
