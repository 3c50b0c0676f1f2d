import type { RedisConfig } from './redis-config.js';
import type { SdkKeysConfig } from './sdk-keys-config.js';

export type Role = 'single' | 'primary' | 'replica';

/** Where the configuration comes from: Harness SaaS by proxy key, whatever speaks the API of SDKs by SDK keys, or the files of a directory. */
export type Upstream = 'saas' | 'sdk keys' | 'files';

/** Every setting of one process, validated and frozen. Durations are milliseconds, sizes bytes; 0 means what the field says. */
export interface RelayConfig {
  readonly role: Role;
  /** Means nothing on a replica, which has what the primary wrote. */
  readonly upstream: Upstream;
  readonly offline: {
    /** Directory of configuration files, to be served or to be written. */
    readonly configDir: string;
    /** Whether this process only writes that directory, and ends. */
    readonly generates: boolean;
  };
  /** Absent: no snapshot is kept on disk. */
  readonly snapshotDir?: string;
  readonly proxyKey: string;
  readonly authSecret: string;
  readonly bypassAuth: boolean;
  readonly andRules: boolean;
  readonly http: {
    readonly port: number;
    readonly prometheusPort: number;
    /** Requests are answered for so long after the process was told to end. */
    readonly shutdownDelayMs: number;
    /** Absent: plain HTTP. */
    readonly tls?: { readonly certFile: string; readonly keyFile: string };
  };
  readonly log: {
    readonly level: 'debug' | 'info' | 'warn' | 'error';
    /** Share of the requests that get a line: 0 none, 1 all. */
    readonly requests: number;
    /** 0: never log the own health. */
    readonly heartbeatMs: number;
  };
  readonly saas: {
    /** Base URLs without a trailing slash. */
    readonly clientUrl: string;
    readonly metricsUrl: string;
    readonly pollIntervalMs: number;
    readonly requestTimeoutMs: number;
    readonly streamIdleTimeoutMs: number;
    readonly forwardTargets: boolean;
    /** 0: the targets that the upstream knows are not asked for. */
    readonly targetPollIntervalMs: number;
    readonly outbound: OutboundConfig;
  };
  readonly metrics: {
    /** 0: SDK metrics are accepted and counted, never posted. */
    readonly postIntervalMs: number;
    readonly flushBytes: number;
  };
  /** Entries kept of the Redis stream by which replicas hand SDK metrics to the primary. */
  readonly metricsStreamMaxLength: number;
  readonly streams: {
    /** 0: no limit. */
    readonly maxConnections: number;
    /** 0: a stream may live for ever. */
    readonly maxAgeMs: number;
    /** 0: nothing is replayed. */
    readonly replayMs: number;
  };
  /** A leader that is not heard of for so long is replaced by another primary. */
  readonly leaseMs: number;
  readonly profiling: {
    /** Absent: nothing is listened on. 0: any free port. */
    readonly port?: number;
    readonly gcp: boolean;
  };
  /** Absent: nothing is traced. */
  readonly tracing?: TracingConfig;
  /** There with the upstream by SDK keys alone. */
  readonly sdkKeys?: SdkKeysConfig;
  /** Absent: nothing is shared with other nodes. */
  readonly redis?: RedisConfig;
}

/** Where traces go. `endpoint` is for reading only: OpenTelemetry takes it, and everything else, from its own variables. */
export interface TracingConfig {
  readonly protocol: 'http/protobuf' | 'http/json';
  readonly endpoint?: string;
}

/** How outbound requests leave: proxies by scheme of the destination, hosts that bypass them, and further trusted CA files. */
export interface OutboundConfig {
  readonly httpProxy?: string;
  readonly httpsProxy?: string;
  readonly noProxy?: string;
  /** PEM files whose certificates are trusted beside the built-in ones. */
  readonly caFiles: readonly string[];
}
