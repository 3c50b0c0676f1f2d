import { Counter, Gauge, Histogram, Registry, exponentialBuckets } from 'prom-client';
import { RequestDurations } from './request-durations.js';
import { RequestTallies } from './request-tallies.js';

const saasDurationBuckets = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1];

/**
 * Every metric of the relay, on a registry of its own. Names, types, labels and buckets of those that start with `ff_proxy`
 * or `ff_http` are fixed by dashboards in the field; the ones that start with `ff_relay` are ours.
 */
export class RelayMetrics {
  readonly registry = new Registry();

  /** Where requests are counted; the two metrics that follow are read off them. */
  readonly requests = new RequestTallies();
  readonly httpRequests = this.#requestCounter(this.requests);
  readonly httpDuration = new RequestDurations(this.requests, this.registry);
  readonly httpContentLength = new Histogram({
    name: 'ff_http_requests_content_length_histogram',
    help: 'Content-Length of POST requests in bytes, by route',
    labelNames: ['envID', 'url'],
    buckets: exponentialBuckets(100, 2, 10),
    registers: [this.registry],
  });

  readonly saasRequests = this.#counter('ff_proxy_to_client_service_requests', 'Requests to SaaS, by route and status', ['url', 'envID', 'code']);
  readonly saasDuration = new Histogram({
    name: 'ff_proxy_to_ff_client_service_requests_duration',
    help: 'Seconds a request to SaaS took, by route',
    labelNames: ['url', 'envID'],
    buckets: saasDurationBuckets,
    registers: [this.registry],
  });
  readonly saasMessages = this.#counter('ff_proxy_saas_to_primary_sse_consumer_messages_received', 'Messages on the SaaS stream', ['topic', 'error']);
  readonly saasSubscriptions = this.#counter('ff_proxy_saas_to_primary_sse_consumer_subscription_requests', 'Attempts to open the SaaS stream', ['topic']);
  readonly streamHealth = this.#gauge('ff_proxy_stream_health', '1 while the SaaS stream is connected', ['host']);
  readonly pollingStatus = this.#gauge('ff_proxy_polling_status', '1 while SaaS is polled because its stream is down', ['host']);

  readonly sdkMessages = this.#counter('ff_proxy_primary_to_sdk_sse_producer_messages_published', 'Events sent to SDK streams, by environment', ['topic', 'error']);
  readonly sdkSubscriptions = this.#counter('ff_proxy_primary_to_sdk_sse_producer_subscription_requests', 'SDK streams opened, by environment', ['topic']);
  readonly openStreams = this.#gauge('ff_relay_sdk_streams_open', 'SDK streams open now', []);
  readonly evictedStreams = this.#counter('ff_relay_sdk_streams_evicted_total', 'SDK streams dropped because their reader was too slow', []);
  readonly propagationDelay = new Histogram({
    name: 'ff_relay_change_propagation_seconds',
    help: 'Seconds from the arrival of a change at the relay to its write to SDK streams',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  readonly busPublished = this.#counter('ff_proxy_primary_to_replica_sse_producer_messages_published', 'Messages for other nodes, by stream', ['topic', 'error']);
  readonly busReceived = this.#counter('ff_proxy_replica_sse_consumer_messages_received', 'Messages of other nodes, by stream', ['topic', 'error']);
  readonly busSubscriptions = this.#counter('ff_proxy_replica_sse_consumer_subscription_requests', 'Connections made to read a stream of other nodes', ['topic']);
  readonly freshnessTrips = this.#counter('ff_relay_freshness_trips_total', 'Times that a Redis server stopped answering freshness checks, by reason', ['reason']);
  readonly unverifiedReads = this.#counter('ff_relay_reads_unverified_total', 'Reads answered from memory because Redis did not answer in time', []);
  readonly freshnessNodesAway = this.#gauge('ff_relay_freshness_nodes_away', 'Redis servers that do not answer freshness checks now', []);

  readonly metricsForwarded = this.#counter('ff_proxy_metrics_forwarded', 'Posts of SDK metrics to SaaS', ['envID', 'error']);
  readonly sdkUsage = this.#counter('ff_proxy_sdk_usage', 'SDK metrics entries received, by SDK', ['envID', 'sdk_language', 'sdk_type', 'sdk_version']);
  readonly metricsBacklogBytes = this.#gauge('ff_relay_metrics_backlog_bytes', 'SDK metrics gathered and not yet accepted by SaaS', []);
  readonly metricsDropped = this.#counter('ff_relay_metrics_dropped_total', 'Evaluation counts that were given up, by reason', ['reason']);

  readonly rejectedRequests = this.#counter('ff_relay_requests_rejected_total', 'Requests refused with a 4xx, by reason', ['reason']);
  readonly unevaluableFlags = this.#counter('ff_relay_flags_unevaluable_total', 'Flag versions found that cannot be evaluated for some target', []);

  #requestCounter(tallies: RequestTallies): Counter<'code' | 'envID' | 'method' | 'url'> {
    return new Counter({
      name: 'ff_proxy_http_requests_total',
      help: 'Requests answered, by route',
      labelNames: ['code', 'envID', 'method', 'url'],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const { envID, url, answers } of tallies) {
          for (const { status, method, count } of answers) this.inc({ code: String(status), envID, method, url }, count);
        }
      },
    });
  }

  #counter<L extends string>(name: string, help: string, labelNames: L[]): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  #gauge<L extends string>(name: string, help: string, labelNames: L[]): Gauge<L> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}
