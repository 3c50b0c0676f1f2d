import { setTimeout as delay } from 'node:timers/promises';

import { answerRequest } from './answer-request.mjs';
import { readBody } from './read-body.mjs';
import { refusal } from './refusal.mjs';
import { strike } from './strike.mjs';

/**
 * Handles one request: note it, fail it where that was ordered, answer it.
 * @param {import('./saas-state.mjs').SaasState} state
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
export async function serve(state, request, response) {
  const method = request.method ?? 'GET';
  const path = request.url ?? '/';
  const { bytes, value: body } = await readBody(request);
  state.requests.add({ method, path, headers: request.headers, body }, bytes + path.length);
  state.waits.changed();

  const exchange = { method, headers: request.headers, body, bytes };
  const rule = state.failures.take(method, path);
  const early = rule?.processed ? answered(state, path, exchange) : undefined;
  if (rule?.delayMs !== undefined) await delay(rule.delayMs, undefined, { ref: false });
  if (response.destroyed || (rule !== undefined && strike(rule, response))) return;
  write(early ?? answered(state, path, exchange), response);
}

/**
 * @param {import('./saas-state.mjs').SaasState} state
 * @param {string} path
 * @param {Pick<import('./types.mjs').Exchange, 'method' | 'headers' | 'body' | 'bytes'>} exchange
 */
function answered(state, path, exchange) {
  try {
    return answerRequest(state, new URL(path, 'http://saas'), exchange);
  } catch (error) {
    return refusal(400, String(error));
  }
}

/**
 * @param {import('./types.mjs').Answer} answer
 * @param {import('node:http').ServerResponse} response
 */
function write(answer, response) {
  if ('open' in answer) return answer.open(response);
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(answer.body);
}
