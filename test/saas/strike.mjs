import { breakConnection } from './break-connection.mjs';

/**
 * Carries out an ordered failure. Answers whether the request is done with; a rule that only delays leaves it to be answered.
 * @param {import('./types.mjs').FailureRule} rule
 * @param {import('node:http').ServerResponse} response
 */
export function strike(rule, response) {
  if (rule.hang) return true;
  if (rule.reset) {
    breakConnection(response);
    return true;
  }
  if (rule.malformed) {
    response.writeHead(rule.status ?? 200, { 'content-type': 'application/json', ...rule.headers });
    response.end(rule.body ?? '{"environments":[{"id":');
    return true;
  }
  if (rule.status === undefined && rule.body === undefined) return false;
  const status = rule.status ?? 200;
  response.writeHead(status, { 'content-type': 'application/json', ...rule.headers });
  response.end(rule.body ?? JSON.stringify({ code: String(status), message: 'ordered failure' }));
  return true;
}
