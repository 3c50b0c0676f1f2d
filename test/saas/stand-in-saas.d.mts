import type {
  AnnounceOption,
  EnvironmentSource,
  FailureRule,
  HeldEnvironment,
  ItemSource,
  LoggedRequest,
  MetricsCount,
  MetricsPost,
  RegisteredTarget,
  StandInState,
  Target,
} from './types.mjs';

export interface StandInSaasOptions {
  /** A free port when left out. */
  readonly port?: number | undefined;
  readonly controlPort?: number | undefined;
  /** 127.0.0.1 when left out. */
  readonly host?: string | undefined;
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
  readonly heartbeatMs?: number | undefined;
  readonly proxyKey?: string | undefined;
  /** For the admin API. */
  readonly adminToken?: string | undefined;
  /** How a bad proxy key is refused: 403, or 401. */
  readonly refusalStatus?: number | undefined;
}

/** A faithful double of Harness SaaS as a relay proxy sees it, which can be told to change and to fail. */
export class StandInSaas {
  private constructor(options: StandInSaasOptions);
  static start(options?: StandInSaasOptions): Promise<StandInSaas>;

  readonly clientUrl: string;
  readonly metricsUrl: string;
  readonly adminUrl: string;
  readonly adminToken: string;
  /** The control API on a port of its own, which stays reachable while connections are refused. */
  readonly controlUrl: string;
  readonly proxyKey: string;
  readonly state: StandInState;
  /** Everything that is held, items in full. */
  readonly configuration: readonly HeldEnvironment[];

  /** Ends everything at once, open sockets included. */
  close(): Promise<void>;
  /** Ends every connection and refuses new ones until `acceptConnections`. */
  refuseConnections(): Promise<void>;
  acceptConnections(): Promise<void>;

  /** Not announced unless asked for. Answers the id. */
  addEnvironment(source?: EnvironmentSource, options?: AnnounceOption): string;
  removeEnvironment(id: string, options?: AnnounceOption): void;
  /** What the admin API lists from now on. */
  setTargets(environment: string, targets: readonly Target[]): void;
  addSdkKey(environment: string, sdkKey: string, options?: AnnounceOption): void;
  removeSdkKey(environment: string, sdkKey: string, options?: AnnounceOption): void;

  /** Without a version of its own the flag gets the next one, which is answered. */
  putFlag(environment: string, flag: ItemSource, options?: AnnounceOption): number;
  putSegment(environment: string, segment: ItemSource, options?: AnnounceOption): number;
  /** Changes some fields of one that is held and bumps its version. Numbers beyond 2^53 elsewhere in it do not survive. */
  patchFlag(environment: string, identifier: string, fields: object, options?: AnnounceOption): number;
  patchSegment(environment: string, identifier: string, fields: object, options?: AnnounceOption): number;
  deleteFlag(environment: string, identifier: string, options?: AnnounceOption): void;
  deleteSegment(environment: string, identifier: string, options?: AnnounceOption): void;
  /** Announces every flag that differs. Text is taken untouched; objects without a version get 1. */
  replaceAllFlags(environment: string, flags: readonly ItemSource[] | null, options?: AnnounceOption): void;
  replaceAllSegments(environment: string, segments: readonly ItemSource[] | null, options?: AnnounceOption): void;

  /** A second key, as in a buffered rotation. */
  addProxyKey(proxyKey: string): void;
  /** It is refused from now on, and so are its tokens; its open streams go on. Its own streams alone are told, unless `announce` is false. */
  deleteProxyKey(proxyKey?: string, options?: AnnounceOption): void;
  /** Every token issued so far is answered 401. */
  expireTokens(): void;

  emit(event: object): void;
  /** Writes the text as it is into every stream. */
  emitRaw(text: string): void;
  /** Ends every stream in good order, or those alone that were opened by SDK keys of one environment, or by one proxy key. */
  dropStreams(owner?: string): void;
  /** Breaks the connection of every stream. */
  resetStreams(): void;
  /** Leaves every stream open without another byte, heartbeats included. Streams opened later are live. */
  freezeStreams(): void;

  /** Applies to the requests that follow; the first rule that matches strikes. */
  fail(rule: FailureRule): void;
  clearFailures(): void;

  /** The latest requests, oldest first. */
  readonly requests: readonly LoggedRequest[];
  clearRequests(): void;
  /** The first logged request that fits, past ones included. */
  waitForRequest(predicate: (request: LoggedRequest) => boolean, timeoutMs?: number): Promise<LoggedRequest>;

  /** How many streams are open and not frozen. */
  readonly streams: number;
  /** Resolves while at least `count` streams are open; with 0, while none is. */
  waitForStream(count?: number, timeoutMs?: number): Promise<void>;

  /** The latest accepted posts, oldest first. */
  readonly metrics: readonly MetricsPost[];
  /** The sums of everything accepted. */
  metricsCounts(): MetricsCount[];
  clearMetrics(): void;
  waitForMetrics(predicate?: (post: MetricsPost) => boolean, timeoutMs?: number): Promise<MetricsPost>;

  readonly registeredTargets: readonly RegisteredTarget[];
  waitForTarget(predicate?: (target: RegisteredTarget) => boolean, timeoutMs?: number): Promise<RegisteredTarget>;
}
