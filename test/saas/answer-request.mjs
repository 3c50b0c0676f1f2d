import { adminRoutes } from './admin-routes.mjs';
import { environmentRoutes } from './environment-routes.mjs';
import { intakeRoutes } from './intake-routes.mjs';
import { proxyRoutes } from './proxy-routes.mjs';
import { refusal } from './refusal.mjs';
import { streamRoutes } from './stream-routes.mjs';

const apis = [
  { basePath: '/api/1.0', routes: [...proxyRoutes, ...environmentRoutes, ...streamRoutes, ...intakeRoutes] },
  { basePath: '/gateway/cf', routes: adminRoutes },
];

/**
 * What SaaS answers when nothing fails.
 * @param {import('./saas-state.mjs').SaasState} state
 * @param {URL} url
 * @param {Pick<import('./types.mjs').Exchange, 'method' | 'headers' | 'body' | 'bytes'>} request
 * @returns {import('./types.mjs').Answer}
 */
export function answerRequest(state, url, request) {
  const api = apis.find(({ basePath }) => url.pathname.startsWith(`${basePath}/`));
  if (api === undefined) return refusal(404, 'no such route');
  const path = url.pathname.slice(api.basePath.length);
  const candidates = api.routes.filter(({ pattern }) => pattern.test(path));
  const route = candidates.find(({ method }) => method === request.method);
  if (route === undefined) return candidates.length > 0 ? refusal(405, 'wrong method') : refusal(404, 'no such route');
  const params = (route.pattern.exec(path) ?? []).slice(1).map((part) => (part === undefined ? part : decodeURIComponent(part)));
  return route.answer(state, { ...request, query: url.searchParams, params });
}
