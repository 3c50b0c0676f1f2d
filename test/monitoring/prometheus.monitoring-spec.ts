import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { until } from '../support/until.js';
import { dashboardQueries } from './dashboard-queries.js';
import { environment, MonitoredFleet } from './monitored-fleet.js';
import { PrometheusProcess } from './prometheus-process.js';

/** Of the kind that dashboards made for other relays send. */
const knownQueries = [
  'sum by (url) (rate(ff_proxy_http_requests_total{url="/client/env/:environment_uuid/feature-configs"}[10s])) > 0',
  'sum by (url) (rate(ff_proxy_http_requests_total{url="/client/env/:environment_uuid/target/:target/evaluations/:feature"}[10s])) > 0',
  'sum by (code) (rate(ff_proxy_http_requests_total{url="/metrics/:environment_uuid",method="POST"}[10s])) > 0',
  'sum(rate(ff_proxy_http_requests_total{url="/client/auth",code="401"}[10s])) > 0',
  `sum(rate(ff_proxy_http_requests_total{envID="${environment}"}[10s])) > 0`,
  'histogram_quantile(0.99, sum(rate(ff_proxy_http_requests_duration_bucket{url="/client/auth"}[10s])) by (le)) > 0',
  'histogram_quantile(0.5, sum(rate(ff_http_requests_content_length_histogram_bucket{url="/metrics/:environment_uuid"}[10s])) by (le)) > 0',
  'sum(rate(ff_proxy_saas_to_primary_sse_consumer_messages_received{topic="*",error="false"}[10s])) > 0',
  'sum(rate(ff_proxy_primary_to_replica_sse_producer_messages_published{topic="proxy:sse_events",error="false"}[10s])) > 0',
  'sum(rate(ff_proxy_replica_sse_consumer_messages_received{topic="proxy:sse_events",error="false"}[10s])) > 0',
  'sum(ff_proxy_primary_to_replica_sse_producer_messages_published{topic="proxy:primary_to_replica_control_events"}) > 0',
  'sum(ff_proxy_replica_sse_consumer_subscription_requests{topic="proxy:primary_to_replica_control_events"}) > 0',
  `sum(rate(ff_proxy_replica_to_sdk_sse_producer_messages_published{topic="${environment}",error="false"}[10s])) > 0`,
  `sum(rate(ff_proxy_primary_to_sdk_sse_producer_messages_published{topic="${environment}",error="false"}[10s])) > 0`,
  'sum by (error) (rate(ff_proxy_replica_metrics_stream_producer_messages_published{topic="stream:sdk_metrics"}[10s])) > 0',
  'sum by (error) (rate(ff_proxy_primary_metrics_stream_consumer_messages_received{topic="stream:sdk_metrics"}[10s])) > 0',
  'sum by (envID, error) (rate(ff_proxy_metrics_forwarded{error="false"}[10s])) > 0',
  'sum by (sdk_language, sdk_version) (rate(ff_proxy_sdk_usage[10s])) > 0',
  'sum by (url, code) (rate(ff_proxy_to_client_service_requests{url="/client/env/:env/feature-configs"}[10s])) > 0',
  'sum(ff_proxy_to_ff_client_service_requests_duration_count{url="/proxy/config"}) > 0',
  'min(ff_proxy_stream_health) == 1',
  'rate(ff_proxy_memoize_cache_hit[10s]) > 0',
];

describe('alert rules', () => {
  it('are right, each fires on what it is about, and none on a healthy fleet', () => {
    const promtool = (...args: string[]) => execFileSync('promtool', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

    expect(promtool('check', 'config', 'docker/prometheus/prometheus.yaml')).toContain('SUCCESS');
    expect(promtool('test', 'rules', 'docker/prometheus/alerts.test.yaml')).toContain('SUCCESS');
  });

  it('are all tried out, and have a section in the runbooks', () => {
    const named = (file: string, pattern: RegExp) => [...new Set([...readFileSync(file, 'utf8').matchAll(pattern)].map(([, name]) => name))].toSorted();
    const alerts = named('docker/prometheus/alerts.yaml', /alert: (\w+)/g);

    expect(alerts.length).toBeGreaterThan(15);
    expect(named('docker/prometheus/alerts.test.yaml', /alertname: (\w+)/g)).toEqual(alerts);
    expect(named('docs/runbooks.md', /^## (Relay\w+)$/gm)).toEqual(alerts);
  });
});

describe('a real Prometheus beside a primary and a replica', () => {
  let fleet: MonitoredFleet;
  let prometheus: PrometheusProcess;
  let stopTraffic: () => Promise<void>;

  beforeAll(async () => {
    fleet = await MonitoredFleet.start();
    prometheus = await PrometheusProcess.start(fleet.nodes.map(({ url }) => new URL(url).host));
    stopTraffic = fleet.keepBusy();
    await until(async () => (await prometheus.count('up{job="ff-relay"} == 1')) === 2, 20_000);
  }, 60_000);

  afterAll(async () => {
    await stopTraffic();
    await prometheus.stop();
    await fleet.stop();
  }, 30_000);

  const found = (query: string) => until(() => prometheus.count(query), 30_000);

  it.each(dashboardQueries('10s'))('has data for $panel: $query', async ({ query }) => {
    expect(await found(query)).toBeGreaterThan(0);
  }, 40_000);

  it.each(knownQueries)('has data for a query that others have made: %s', async (query) => {
    expect(await found(query)).toBeGreaterThan(0);
  }, 40_000);

  it('evaluates every rule, and finds nothing to warn of', async () => {
    await until(async () => (await prometheus.rules()).every(({ health }) => health === 'ok'), 20_000);
    const rules = await prometheus.rules();

    expect(rules.length).toBeGreaterThan(15);
    expect(rules.filter(({ state }) => state === 'firing')).toEqual([]);
  });
});
