import type { StandInSaas } from './stand-in-saas.mjs';
import type { LoggedRequest, MetricsCount, MetricsPost, RegisteredTarget, StandInState } from './types.mjs';

type Observation = 'state' | 'requests' | 'streams' | 'metrics' | 'metricsCounts' | 'registeredTargets';
type Elsewhere = 'configuration' | 'clientUrl' | 'metricsUrl' | 'adminUrl' | 'adminToken' | 'controlUrl' | 'proxyKey' | 'close' | 'waitForTarget';

/** Every method of the stand-in itself, as a promise. */
type Remote = {
  [Name in Exclude<keyof StandInSaas, Observation | Elsewhere>]: StandInSaas[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never;
};

/** Drives a stand-in SaaS in another process through its control API, with the same method names. */
export class StandInSaasClient implements Remote {
  /** Takes the URL of the control API, as in http://127.0.0.1:8000/control. */
  constructor(controlUrl: string);

  state(): Promise<StandInState>;
  refuseConnections: Remote['refuseConnections'];
  acceptConnections: Remote['acceptConnections'];
  addEnvironment: Remote['addEnvironment'];
  removeEnvironment: Remote['removeEnvironment'];
  setTargets: Remote['setTargets'];
  addSdkKey: Remote['addSdkKey'];
  removeSdkKey: Remote['removeSdkKey'];
  putFlag: Remote['putFlag'];
  putSegment: Remote['putSegment'];
  patchFlag: Remote['patchFlag'];
  patchSegment: Remote['patchSegment'];
  deleteFlag: Remote['deleteFlag'];
  deleteSegment: Remote['deleteSegment'];
  replaceAllFlags: Remote['replaceAllFlags'];
  replaceAllSegments: Remote['replaceAllSegments'];
  addProxyKey: Remote['addProxyKey'];
  deleteProxyKey: Remote['deleteProxyKey'];
  expireTokens: Remote['expireTokens'];
  emit: Remote['emit'];
  emitRaw: Remote['emitRaw'];
  dropStreams: Remote['dropStreams'];
  resetStreams: Remote['resetStreams'];
  freezeStreams: Remote['freezeStreams'];
  fail: Remote['fail'];
  clearFailures: Remote['clearFailures'];
  requests(): Promise<LoggedRequest[]>;
  clearRequests: Remote['clearRequests'];
  waitForRequest: Remote['waitForRequest'];
  streams(): Promise<number>;
  waitForStream: Remote['waitForStream'];
  metrics(): Promise<MetricsPost[]>;
  metricsCounts(): Promise<MetricsCount[]>;
  clearMetrics: Remote['clearMetrics'];
  waitForMetrics: Remote['waitForMetrics'];
  registeredTargets(): Promise<RegisteredTarget[]>;
}
