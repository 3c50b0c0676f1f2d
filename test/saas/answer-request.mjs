import { environmentRoutes } from './environment-routes.mjs';
import { intakeRoutes } from './intake-routes.mjs';
import { proxyRoutes } from './proxy-routes.mjs';
import { refusal } from './refusal.mjs';
import { streamRoutes } from './stream-routes.mjs';

const BASE_PATH = '/api/1.0';
const routes = [...proxyRoutes, ...environmentRoutes, ...streamRoutes, ...intakeRoutes];

/**
 * What SaaS answers when nothing fails.
 * @param {import('./saas-state.mjs').SaasState} state
 * @param {URL} url
 * @param {Pick<import('./types.mjs').Exchange, 'method' | 'headers' | 'body' | 'bytes'>} request
 * @returns {import('./types.mjs').Answer}
 */
export function answerRequest(state, url, request) {
  if (!url.pathname.startsWith(`${BASE_PATH}/`)) return refusal(404, 'no such route');
  const path = url.pathname.slice(BASE_PATH.length);
  const candidates = routes.filter(({ pattern }) => pattern.test(path));
  const route = candidates.find(({ method }) => method === request.method);
  if (route === undefined) return candidates.length > 0 ? refusal(405, 'wrong method') : refusal(404, 'no such route');
  const params = (route.pattern.exec(path) ?? []).slice(1).map((part) => (part === undefined ? part : decodeURIComponent(part)));
  return route.answer(state, { ...request, query: url.searchParams, params });
}
