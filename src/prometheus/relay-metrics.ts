import { Registry, exponentialBuckets } from 'prom-client';
import type { Role } from '../config/relay-config.js';
import { cacheDurations } from './cache-durations.js';
import { EnvironmentLabels } from './environment-labels.js';
import { MetricMaker } from './metric-maker.js';
import { memoryHits } from './memory-hits.js';
import { requestCounter } from './request-counter.js';
import { RequestDurations } from './request-durations.js';
import { RequestTallies } from './request-tallies.js';

const saasDurationBuckets = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1];
const propagationBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const fromSaas = 'ff_proxy_saas_to_primary_sse_consumer';
const toReplicas = 'ff_proxy_primary_to_replica_sse_producer';
const fromPrimary = 'ff_proxy_replica_sse_consumer';
const metricsIn = 'ff_proxy_primary_metrics_stream_consumer';
const metricsOut = 'ff_proxy_replica_metrics_stream_producer';

/** What tells SDKs is known by another name in each role. */
const toSdks: Readonly<Record<Role, string>> = {
  single: 'ff_proxy_primary_to_sdk_sse_producer',
  primary: 'ff_proxy_primary_to_sdk_sse_producer',
  replica: 'ff_proxy_replica_to_sdk_sse_producer',
};

/**
 * Every metric of the relay, on a registry of its own. Names, types, labels and buckets of those that start with `ff_proxy`
 * or `ff_http` are fixed by dashboards in the field; the ones that start with `ff_relay` are ours.
 */
export class RelayMetrics {
  readonly registry = new Registry();
  private readonly make = new MetricMaker(this.registry);

  /** Where requests are counted; the two metrics that follow are read off them. */
  readonly requests = new RequestTallies();
  readonly httpRequests = requestCounter(this.requests, this.registry);
  readonly httpDuration = new RequestDurations(this.requests, this.registry);
  readonly httpContentLength = this.make.histogram(
    { name: 'ff_http_requests_content_length_histogram', help: 'Content-Length of POST requests in bytes, by route', labels: ['envID', 'url'] },
    exponentialBuckets(100, 2, 10),
  );
  readonly rejectedRequests = this.make.counter('ff_relay_requests_rejected_total', 'Requests refused with a 4xx, by reason', ['reason']);

  /** Names the environments of what is sent to SaaS. */
  readonly environments = new EnvironmentLabels();
  readonly saasRequests = this.make.counter('ff_proxy_to_client_service_requests', 'Requests to SaaS, by route and status', ['url', 'envID', 'code']);
  readonly saasDuration = this.make.histogram(
    { name: 'ff_proxy_to_ff_client_service_requests_duration', help: 'Seconds a request to SaaS took, by route', labels: ['url', 'envID'] },
    saasDurationBuckets,
  );
  readonly saasMessages = this.make.counter(`${fromSaas}_messages_received`, 'Messages on the SaaS stream', ['topic', 'error']);
  readonly saasSubscriptions = this.make.counter(`${fromSaas}_subscription_requests`, 'Attempts to open the SaaS stream', ['topic']);
  readonly pollingStatus = this.make.gauge('ff_proxy_polling_status', '1 while SaaS is polled because its stream is down', ['host']);
  readonly snapshotWritten = this.make.gauge('ff_relay_snapshot_written_timestamp_seconds', 'When the snapshot on disk was written last, in Unix time');
  readonly filesRefused = this.make.gauge('ff_relay_offline_files_refused', '1 while the configuration files hold a fault and what was read before is served');

  readonly sdkMessages;
  readonly sdkSubscriptions;
  readonly openStreams = this.make.gauge('ff_relay_sdk_streams_open', 'SDK streams open now');
  readonly evictedStreams = this.make.counter('ff_relay_sdk_streams_evicted_total', 'SDK streams dropped because their reader was too slow');
  readonly propagationDelay = this.make.histogram(
    { name: 'ff_relay_change_propagation_seconds', help: 'Seconds from the moment SaaS (on other nodes: the leader) told of a change until every SDK stream had been written' },
    propagationBuckets,
  );

  readonly busPublished = this.make.counter(`${toReplicas}_messages_published`, 'Messages for other nodes, by stream', ['topic', 'error']);
  readonly busGivenUp = this.make.counterOf('ff_relay_changes_given_up_total', 'Changes that other nodes were not told of, by reason', 'reason', ['bound', 'superseded']);
  readonly busReceived = this.make.counter(`${fromPrimary}_messages_received`, 'Messages of other nodes, by stream', ['topic', 'error']);
  readonly busSubscriptions = this.make.counter(`${fromPrimary}_subscription_requests`, 'Connections made to read a stream of other nodes', ['topic']);
  readonly freshnessTrips = this.make.counter('ff_relay_freshness_trips_total', 'Times that a Redis server stopped answering freshness checks, by reason', ['reason']);
  readonly unverifiedReads = this.make.counter('ff_relay_reads_unverified_total', 'Reads answered from memory because Redis did not answer in time');
  readonly freshnessNodesAway = this.make.gauge('ff_relay_freshness_nodes_away', 'Redis servers that do not answer freshness checks now');

  readonly cacheWrites = this.make.counter('ff_proxy_redis_cache_write_count', 'Keys written to Redis, by kind of key', ['key', 'error']);
  readonly cacheRemovals = this.make.counter('ff_proxy_redis_cache_remove_count', 'Keys removed from Redis, by kind of key', ['key', 'error']);
  readonly cacheReads = this.make.counter('ff_proxy_redis_cache_read_count', 'Keys read from Redis', ['error']);
  readonly cacheScans = this.make.counter('ff_proxy_redis_cache_scan_count', 'Searches through all keys of Redis', ['error']);
  readonly cacheDurations = cacheDurations(this.make);

  readonly memoryHits = memoryHits(this.requests, this.registry);
  readonly memoryMisses = this.make.counter('ff_proxy_memoize_cache_miss', 'Reads that had to wait for newer data from the cache');
  readonly memoryWrites = this.make.counter('ff_proxy_memoize_cache_write_marshal', 'Environments encoded into memory');
  readonly memoryDecodings = this.make.counter('ff_proxy_memoize_cache_hit_with_unmarshal', 'Reads that found their environment in memory but not compiled for evaluation yet');

  readonly metricsForwarded = this.make.counter('ff_proxy_metrics_forwarded', 'Posts of SDK metrics to SaaS', ['envID', 'error']);
  readonly sdkUsage = this.make.counter('ff_proxy_sdk_usage', 'SDK metrics entries received, by SDK', ['envID', 'sdk_language', 'sdk_type', 'sdk_version']);
  readonly metricsReceived = this.make.counter(`${metricsIn}_messages_received`, 'Entries read from the stream of SDK metrics', ['topic', 'error']);
  readonly metricsSubscriptions = this.make.counter(`${metricsIn}_subscription_requests`, 'Terms in which this node read the stream of SDK metrics', ['topic']);
  readonly metricsPublished = this.make.counter(`${metricsOut}_messages_published`, 'Entries written to the stream of SDK metrics', ['topic', 'error']);
  readonly metricsBacklogBytes = this.make.gauge('ff_relay_metrics_backlog_bytes', 'SDK metrics gathered and not yet accepted by SaaS');
  readonly metricsDropped = this.make.counterOf('ff_relay_metrics_dropped_total', 'Evaluation counts that were given up, by reason', 'reason', ['bound', 'oversized', 'refused', 'offline']);

  readonly unevaluableFlags = this.make.counter('ff_relay_flags_unevaluable_total', 'Flag versions found that cannot be evaluated for some target');

  constructor(role: Role = 'single') {
    const producer = toSdks[role];
    this.sdkMessages = this.make.counter(`${producer}_messages_published`, 'Events sent to SDK streams, by environment', ['topic', 'error']);
    this.sdkSubscriptions = this.make.counter(`${producer}_subscription_requests`, 'SDK streams opened, by environment', ['topic']);
    // Dashboards know these, too. Nobody subscribes to what is only written.
    for (const stream of [toReplicas, metricsOut]) this.make.counter(`${stream}_subscription_requests`, 'Always without a value', ['topic']);
  }
}
