const WAIT_MS = 5_000;

// Above the longest wait that the control API is asked for in one request.
const REQUEST_LIMIT_MS = 60_000;

/**
 * Drives a stand-in SaaS in another process through its control API, with the same method names. What each method takes
 * and promises is declared in stand-in-saas-client.d.mts.
 */
export class StandInSaasClient {
  #controlUrl;

  constructor(controlUrl) {
    this.#controlUrl = controlUrl;
  }

  state() {
    return this.#get('state');
  }

  refuseConnections() {
    return this.#post('refuseConnections');
  }

  acceptConnections() {
    return this.#post('acceptConnections');
  }

  addEnvironment(source, options) {
    return this.#post('addEnvironment', { ...source, ...options });
  }

  removeEnvironment(environment, options) {
    return this.#post('removeEnvironment', { environment, ...options });
  }

  setTargets(environment, targets) {
    return this.#post('setTargets', { environment, targets });
  }

  addSdkKey(environment, sdkKey, options) {
    return this.#post('addSdkKey', { environment, sdkKey, ...options });
  }

  removeSdkKey(environment, sdkKey, options) {
    return this.#post('removeSdkKey', { environment, sdkKey, ...options });
  }

  putFlag(environment, flag, options) {
    return this.#post('putFlag', { environment, flag, ...options });
  }

  putSegment(environment, segment, options) {
    return this.#post('putSegment', { environment, segment, ...options });
  }

  patchFlag(environment, identifier, fields, options) {
    return this.#post('patchFlag', { environment, identifier, fields, ...options });
  }

  patchSegment(environment, identifier, fields, options) {
    return this.#post('patchSegment', { environment, identifier, fields, ...options });
  }

  deleteFlag(environment, identifier, options) {
    return this.#post('deleteFlag', { environment, identifier, ...options });
  }

  deleteSegment(environment, identifier, options) {
    return this.#post('deleteSegment', { environment, identifier, ...options });
  }

  replaceAllFlags(environment, flags, options) {
    return this.#post('replaceAllFlags', { environment, flags, ...options });
  }

  replaceAllSegments(environment, segments, options) {
    return this.#post('replaceAllSegments', { environment, segments, ...options });
  }

  addProxyKey(proxyKey) {
    return this.#post('addProxyKey', { proxyKey });
  }

  deleteProxyKey(proxyKey, options) {
    return this.#post('deleteProxyKey', { proxyKey, ...options });
  }

  expireTokens() {
    return this.#post('expireTokens');
  }

  emit(event) {
    return this.#post('emit', { event });
  }

  emitRaw(text) {
    return this.#post('emitRaw', { text });
  }

  dropStreams(owner) {
    return this.#post('dropStreams', { owner });
  }

  resetStreams() {
    return this.#post('resetStreams');
  }

  freezeStreams() {
    return this.#post('freezeStreams');
  }

  fail(rule) {
    const path = rule.path instanceof RegExp ? { source: rule.path.source, flags: rule.path.flags } : rule.path;
    return this.#post('fail', { ...rule, path });
  }

  clearFailures() {
    return this.#post('clearFailures');
  }

  requests() {
    return this.#get('requests');
  }

  clearRequests() {
    return this.#post('clearRequests');
  }

  waitForRequest(predicate, timeoutMs = WAIT_MS) {
    return this.#waitInList('requests', predicate, timeoutMs);
  }

  async streams() {
    return (await this.state()).streams;
  }

  waitForStream(count = 1, timeoutMs = WAIT_MS) {
    return this.#post('waitForStream', { count, timeoutMs });
  }

  metrics() {
    return this.#get('metrics');
  }

  metricsCounts() {
    return this.#get('metricsCounts');
  }

  clearMetrics() {
    return this.#post('clearMetrics');
  }

  waitForMetrics(predicate = () => true, timeoutMs = WAIT_MS) {
    return this.#waitInList('metrics', predicate, timeoutMs);
  }

  registeredTargets() {
    return this.#get('registeredTargets');
  }

  async #waitInList(name, predicate, timeoutMs) {
    const end = Date.now() + timeoutMs;
    let after = 0;
    for (let left = timeoutMs; left > 0; left = end - Date.now()) {
      const items = await this.#get(`${name}?after=${after}&waitMs=${Math.min(left, REQUEST_LIMIT_MS / 2)}`);
      const found = items.find(predicate);
      if (found !== undefined) return found;
      after = items.at(-1)?.n ?? after;
    }
    throw new Error(`the stand-in SaaS saw no such ${name} within ${timeoutMs} ms`);
  }

  #get(path) {
    return this.#ask(path, {});
  }

  async #post(operation, body = {}) {
    const { result } = await this.#ask(operation, { method: 'POST', body: JSON.stringify(body) });
    return result;
  }

  async #ask(path, options) {
    const response = await fetch(`${this.#controlUrl}/${path}`, { ...options, signal: AbortSignal.timeout(REQUEST_LIMIT_MS) });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    return answer;
  }
}
