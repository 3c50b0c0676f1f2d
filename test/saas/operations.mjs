/**
 * What `POST /control/<name>` does with its JSON body. A flag or segment may be an object or raw JSON text.
 * @type {Record<string, (saas: import('./stand-in-saas.mjs').StandInSaas, body: any) => unknown>}
 */
export const operations = {
  addEnvironment: (saas, { announce, ...source }) => saas.addEnvironment(source, { announce }),
  removeEnvironment: (saas, { environment, announce }) => saas.removeEnvironment(environment, { announce }),
  addSdkKey: (saas, { environment, sdkKey, announce }) => saas.addSdkKey(environment, sdkKey, { announce }),
  removeSdkKey: (saas, { environment, sdkKey, announce }) => saas.removeSdkKey(environment, sdkKey, { announce }),
  putFlag: (saas, { environment, flag, announce }) => saas.putFlag(environment, flag, { announce }),
  putSegment: (saas, { environment, segment, announce }) => saas.putSegment(environment, segment, { announce }),
  patchFlag: (saas, { environment, identifier, fields, announce }) => saas.patchFlag(environment, identifier, fields, { announce }),
  patchSegment: (saas, { environment, identifier, fields, announce }) => saas.patchSegment(environment, identifier, fields, { announce }),
  deleteFlag: (saas, { environment, identifier, announce }) => saas.deleteFlag(environment, identifier, { announce }),
  deleteSegment: (saas, { environment, identifier, announce }) => saas.deleteSegment(environment, identifier, { announce }),
  replaceAllFlags: (saas, { environment, flags, announce }) => saas.replaceAllFlags(environment, flags, { announce }),
  replaceAllSegments: (saas, { environment, segments, announce }) => saas.replaceAllSegments(environment, segments, { announce }),
  addProxyKey: (saas, { proxyKey }) => saas.addProxyKey(proxyKey),
  deleteProxyKey: (saas, { proxyKey, announce }) => saas.deleteProxyKey(proxyKey, { announce }),
  expireTokens: (saas) => saas.expireTokens(),
  emit: (saas, { event }) => saas.emit(event),
  emitRaw: (saas, { text }) => saas.emitRaw(text),
  dropStreams: (saas, { owner }) => saas.dropStreams(owner),
  setTargets: (saas, { environment, targets }) => saas.setTargets(environment, targets),
  resetStreams: (saas) => saas.resetStreams(),
  freezeStreams: (saas) => saas.freezeStreams(),
  fail: (saas, rule) => saas.fail(rule),
  clearFailures: (saas) => saas.clearFailures(),
  refuseConnections: (saas) => saas.refuseConnections(),
  acceptConnections: (saas) => saas.acceptConnections(),
  clearRequests: (saas) => saas.clearRequests(),
  clearMetrics: (saas) => saas.clearMetrics(),
  waitForStream: (saas, { count, timeoutMs }) => saas.waitForStream(count, timeoutMs),
};
