import { randomUUID } from 'node:crypto';

import { Configuration } from './configuration.mjs';
import { control } from './control.mjs';
import { listEnvironments } from './list-environments.mjs';
import { SaasListener } from './saas-listener.mjs';
import { SaasState } from './saas-state.mjs';
import { serve } from './serve.mjs';

const WAIT_MS = 5_000;

/**
 * A faithful double of Harness SaaS as a relay proxy sees it, which can be told to change and to fail. What each method
 * takes and promises is declared in stand-in-saas.d.mts.
 */
export class StandInSaas {
  #state;
  #configuration;
  #api;
  #control;
  #scheme;
  #host;

  /** @param {import('./stand-in-saas.mjs').StandInSaasOptions} [options] */
  static async start(options = {}) {
    const saas = new StandInSaas(options);
    try {
      await saas.#api.open();
      await saas.#control.open();
      return saas;
    } catch (error) {
      await saas.close();
      throw error;
    }
  }

  /** @param {import('./stand-in-saas.mjs').StandInSaasOptions} options */
  constructor({ port = 0, controlPort = 0, host = '127.0.0.1', tls, heartbeatMs = 15_000, proxyKey = randomUUID(), adminToken = randomUUID(), refusalStatus = 403 }) {
    this.#state = new SaasState({ proxyKey, adminToken, refusalStatus, heartbeatMs });
    this.#configuration = new Configuration(this.#state);
    this.#scheme = tls === undefined ? 'http' : 'https';
    this.#host = host;
    this.#api = new SaasListener((request, response) => void this.#handle(request, response), { host, port, tls });
    this.#control = new SaasListener((request, response) => void this.#handleControl(request, response), { host, port: controlPort });
  }

  get clientUrl() {
    return `${this.#scheme}://${this.#host}:${this.#api.port}/api/1.0`;
  }

  get metricsUrl() {
    return this.clientUrl;
  }

  get adminUrl() {
    return `${this.#scheme}://${this.#host}:${this.#api.port}/gateway/cf`;
  }

  get adminToken() {
    return this.#state.adminToken;
  }

  /** The control API on a port of its own, which stays reachable while connections are refused. */
  get controlUrl() {
    return `http://${this.#host}:${this.#control.port}/control`;
  }

  get proxyKey() {
    return this.#state.proxyKey;
  }

  async close() {
    this.#state.close();
    await Promise.all([this.#api.shut(), this.#control.shut()]);
  }

  refuseConnections() {
    return this.#api.shut();
  }

  acceptConnections() {
    return this.#api.open();
  }

  addEnvironment(source = {}, { announce = false } = {}) {
    return this.#configuration.addEnvironment(source, announce);
  }

  removeEnvironment(id, { announce = true } = {}) {
    this.#configuration.removeEnvironment(id, announce);
  }

  setTargets(environment, targets) {
    this.#state.environments.get(environment).targets = [...targets];
  }

  addSdkKey(environment, sdkKey, { announce = true } = {}) {
    this.#configuration.addSdkKey(environment, sdkKey, announce);
  }

  removeSdkKey(environment, sdkKey, { announce = true } = {}) {
    this.#configuration.removeSdkKey(environment, sdkKey, announce);
  }

  putFlag(environment, flag, { announce = true } = {}) {
    return this.#configuration.putItem('flag', environment, flag, announce);
  }

  putSegment(environment, segment, { announce = true } = {}) {
    return this.#configuration.putItem('target-segment', environment, segment, announce);
  }

  patchFlag(environment, identifier, fields, { announce = true } = {}) {
    return this.#configuration.patchItem('flag', environment, identifier, fields, announce);
  }

  patchSegment(environment, identifier, fields, { announce = true } = {}) {
    return this.#configuration.patchItem('target-segment', environment, identifier, fields, announce);
  }

  deleteFlag(environment, identifier, { announce = true } = {}) {
    this.#configuration.deleteItem('flag', environment, identifier, announce);
  }

  deleteSegment(environment, identifier, { announce = true } = {}) {
    this.#configuration.deleteItem('target-segment', environment, identifier, announce);
  }

  replaceAllFlags(environment, flags, { announce = true } = {}) {
    this.#configuration.replaceItems('flag', environment, flags, announce);
  }

  replaceAllSegments(environment, segments, { announce = true } = {}) {
    this.#configuration.replaceItems('target-segment', environment, segments, announce);
  }

  addProxyKey(proxyKey) {
    this.#state.proxyKeys.add(proxyKey);
  }

  deleteProxyKey(proxyKey = this.proxyKey, { announce = true } = {}) {
    this.#configuration.deleteProxyKey(proxyKey, announce);
  }

  expireTokens() {
    this.#state.tokens.expireAll();
  }

  emit(event) {
    this.#state.streams.emit(event);
  }

  emitRaw(text) {
    this.#state.streams.emitRaw(text);
  }

  dropStreams(owner) {
    this.#state.streams.drop(owner);
  }

  resetStreams() {
    this.#state.streams.reset();
  }

  freezeStreams() {
    this.#state.streams.freeze();
  }

  fail(rule) {
    this.#state.failures.add(rule);
  }

  clearFailures() {
    this.#state.failures.clear();
  }

  get requests() {
    return this.#state.requests.requests;
  }

  clearRequests() {
    this.#state.requests.clear();
  }

  waitForRequest(predicate, timeoutMs = WAIT_MS) {
    return this.#state.waits.until(() => this.requests.find(predicate), timeoutMs, 'such request');
  }

  get streams() {
    return this.#state.streams.count;
  }

  async waitForStream(count = 1, timeoutMs = WAIT_MS) {
    const isThere = () => (count === 0 ? this.streams === 0 : this.streams >= count);
    await this.#state.waits.until(() => isThere() || undefined, timeoutMs, `${count} open streams`);
  }

  get metrics() {
    return this.#state.metrics.posts;
  }

  metricsCounts() {
    return this.#state.metrics.counts;
  }

  clearMetrics() {
    this.#state.metrics.clear();
  }

  waitForMetrics(predicate = () => true, timeoutMs = WAIT_MS) {
    return this.#state.waits.until(() => this.metrics.find(predicate), timeoutMs, 'such metrics');
  }

  get registeredTargets() {
    return this.#state.targets.items;
  }

  waitForTarget(predicate = () => true, timeoutMs = WAIT_MS) {
    return this.#state.waits.until(() => this.registeredTargets.find(predicate), timeoutMs, 'such target');
  }

  get state() {
    const { clientUrl, metricsUrl, adminUrl, adminToken, controlUrl, proxyKey, streams } = this;
    return { clientUrl, metricsUrl, adminUrl, adminToken, controlUrl, proxyKey, streams, environments: listEnvironments(this.#state.environments) };
  }

  get configuration() {
    return this.#state.environments.all.map(({ id, apiKeys, flags, segments }) => ({ id, apiKeys: [...apiKeys], flags: [...flags.items], segments: [...segments.items] }));
  }

  async #handle(request, response) {
    if (request.url?.startsWith('/control/')) return this.#handleControl(request, response);
    try {
      await serve(this.#state, request, response);
    } catch {
      response.destroy();
    }
  }

  async #handleControl(request, response) {
    const { status, value } = await control(this, request);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  }
}
