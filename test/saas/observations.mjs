/**
 * What `GET /control/<name>` shows. Lists take `after=<n>`, and `waitMs` to be answered only once there is something new.
 * @type {Record<string, (saas: import('./stand-in-saas.mjs').StandInSaas, query: URLSearchParams) => unknown>}
 */
export const observations = {
  state: (saas) => saas.state,
  requests: (saas, query) => later(query, (isNew, waitMs) => saas.waitForRequest(isNew, waitMs), () => saas.requests),
  metrics: (saas, query) => later(query, (isNew, waitMs) => saas.waitForMetrics(isNew, waitMs), () => saas.metrics),
  metricsCounts: (saas) => saas.metricsCounts(),
  registeredTargets: (saas) => saas.registeredTargets,
};

/**
 * @template {{ readonly n: number }} Item
 * @param {URLSearchParams} query
 * @param {(isNew: (item: Item) => boolean, waitMs: number) => Promise<Item>} wait
 * @param {() => readonly Item[]} list
 */
async function later(query, wait, list) {
  const after = Number(query.get('after') ?? 0);
  const waitMs = Number(query.get('waitMs') ?? 0);
  const isNew = (/** @type {Item} */ { n }) => n > after;
  if (waitMs > 0) await wait(isNew, waitMs).catch(() => undefined);
  return list().filter(isNew);
}
