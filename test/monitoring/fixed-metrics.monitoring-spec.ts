import { readFileSync } from 'node:fs';
import { until } from '../support/until.js';
import { Exposition } from './exposition.js';
import { fixedMetrics, type NodeRole } from './fixed-metrics.js';
import { environment, MonitoredFleet } from './monitored-fleet.js';

const roles: readonly NodeRole[] = ['primary', 'replica'];
const inEnvironment = '/client/env/:environment_uuid';
const control = 'proxy:primary_to_replica_control_events';

describe('the metrics that dashboards in the field know', () => {
  let fleet: MonitoredFleet;
  let seen: Record<NodeRole, Exposition>;

  beforeAll(async () => {
    fleet = await MonitoredFleet.start();
    await fleet.traffic();
    await fleet.change();
    await until(() => fleet.saas.metricsCounts().reduce((sum, { count }) => sum + count, 0) >= 6, 20_000);
    // The replica has heard a heartbeat of the primary, which comes every 20 seconds.
    const heartbeats = async () => (await Exposition.of(fleet.replica.url)).sum('ff_proxy_replica_sse_consumer_messages_received', { topic: control });
    await until(async () => (await heartbeats()) > 0, 30_000);
    seen = { primary: await Exposition.of(fleet.primary.url), replica: await Exposition.of(fleet.replica.url) };
  }, 90_000);

  afterAll(() => fleet.stop());

  it('are all in the table', () => {
    expect(fixedMetrics().length).toBeGreaterThan(25);
  });

  describe.each(fixedMetrics())('$name', ({ name, type, labels, buckets, hasSamplesOn }) => {
    it('is there under its type wherever it is written', () => {
      const written = hasSamplesOn.length > 0 ? hasSamplesOn : roles;
      for (const role of written) expect([role, seen[role].types.get(name)]).toEqual([role, type]);
    });

    it('has its labels on every sample', () => {
      const wanted = [...labels].toSorted();
      for (const role of roles) {
        for (const { labels: found } of seen[role].of(name)) expect(Object.keys(found).filter((label) => label !== 'le').toSorted()).toEqual(wanted);
      }
    });

    it('has samples on the nodes that write it', () => {
      for (const role of hasSamplesOn) expect([role, seen[role].of(name).length > 0]).toEqual([role, true]);
    });

    if (type === 'histogram') {
      it('has its buckets', () => {
        for (const role of hasSamplesOn) expect(seen[role].values(name, 'le').filter(Boolean).toSorted(byNumber)).toEqual([...buckets, '+Inf']);
      });
    }
  });

  it('are documented as far as they are ours, and nothing else is', () => {
    const documented = [...readFileSync('docs/metrics.md', 'utf8').matchAll(/^\| `(ff_relay_\w+)` \| (\w+) \|/gm)].map(([, name, type]) => [name, type]);
    const exposed = [...new Map([...seen.primary.types, ...seen.replica.types])].filter(([name]) => name.startsWith('ff_relay_'));

    expect(documented.toSorted()).toEqual(exposed.toSorted());
  });

  it('leave nothing out that is exposed under their prefixes', () => {
    const known = fixedMetrics().map(({ name }) => name);
    const exposed = roles.flatMap((role) => [...seen[role].types.keys()]).filter((name) => name.startsWith('ff_proxy_') || name.startsWith('ff_http_'));

    expect(known).toEqual(expect.arrayContaining(exposed));
  });

  it.each(roles)('tell the routes of a %s by their patterns', (role) => {
    const urls = ['/client/auth', '/metrics/:environment_uuid', '/stream', 'unknown'];
    const reads = ['feature-configs', 'feature-configs/:identifier', 'target-segments', 'target-segments/:identifier', 'target/:target/evaluations', 'target/:target/evaluations/:feature'];

    expect(seen[role].values('ff_proxy_http_requests_total', 'url')).toEqual([...urls, ...reads.map((read) => `${inEnvironment}/${read}`)].toSorted());
    expect(seen[role].values('ff_proxy_http_requests_total', 'envID')).toEqual(['', environment]);
    expect(seen[role].sum('ff_proxy_http_requests_total', { url: `${inEnvironment}/feature-configs`, code: '200', envID: environment, method: 'GET' })).toBe(2);
  });

  it('tell what is asked of SaaS by its paths', () => {
    const urls = seen.primary.values('ff_proxy_to_client_service_requests', 'url');

    expect(urls).toEqual(expect.arrayContaining(['/proxy/auth', '/proxy/config', '/client/env/:env/feature-configs']));
    expect(seen.primary.values('ff_proxy_to_client_service_requests', 'code')).toEqual(['200']);
  });

  it.each<readonly [string, NodeRole, readonly string[]]>([
    ['ff_proxy_saas_to_primary_sse_consumer_messages_received', 'primary', ['*']],
    ['ff_proxy_saas_to_primary_sse_consumer_subscription_requests', 'primary', ['*']],
    ['ff_proxy_primary_to_replica_sse_producer_messages_published', 'primary', [control, 'proxy:sse_events']],
    ['ff_proxy_replica_sse_consumer_messages_received', 'replica', [control, 'proxy:sse_events']],
    ['ff_proxy_replica_sse_consumer_subscription_requests', 'replica', [control, 'proxy:sse_events']],
    ['ff_proxy_primary_metrics_stream_consumer_messages_received', 'primary', ['stream:sdk_metrics']],
    ['ff_proxy_primary_metrics_stream_consumer_subscription_requests', 'primary', ['stream:sdk_metrics']],
    ['ff_proxy_replica_metrics_stream_producer_messages_published', 'replica', ['stream:sdk_metrics']],
    ['ff_proxy_primary_to_sdk_sse_producer_messages_published', 'primary', [environment]],
    ['ff_proxy_replica_to_sdk_sse_producer_messages_published', 'replica', [environment]],
  ])('tell the topics of %s', (name, role, topics) => {
    expect(seen[role].values(name, 'topic')).toEqual(topics);
    if (seen[role].of(name)[0]?.labels['error'] !== undefined) expect(seen[role].sum(name, { error: 'false' })).toBeGreaterThan(0);
  });

  it('tell who leads, how the stream to SaaS is and how old the data is, on every node', () => {
    expect(roles.map((role) => seen[role].sum('ff_relay_leader'))).toEqual([1, 0]);
    expect(roles.map((role) => seen[role].sum('ff_proxy_stream_health'))).toEqual([1, 1]);
    expect(roles.map((role) => seen[role].sum('ff_relay_data_age_seconds', { envID: environment }))).toEqual([0, 0]);
    expect(roles.map((role) => seen[role].values('ff_relay_build_info', 'role'))).toEqual([['primary'], ['replica']]);
  });

  it('tell how long a change took to SDKs, on the primary from SaaS on and on the replica from the primary on', () => {
    for (const role of roles) {
      expect([role, seen[role].sum('ff_relay_change_propagation_seconds_count')]).toEqual([role, 1]);
      expect(seen[role].sum('ff_relay_change_propagation_seconds_sum')).toBeLessThan(20);
    }
  });

  it('count the SDKs that post, and the posts', () => {
    const labels = { envID: environment, sdk_language: 'go', sdk_type: 'server', sdk_version: '0.1.23' };
    for (const role of roles) expect(seen[role].sum('ff_proxy_sdk_usage', labels)).toBe(1);
    expect(seen.primary.sum('ff_proxy_metrics_forwarded', { envID: environment, error: 'false' })).toBeGreaterThan(0);
  });

  it('tell reads from memory apart from those that had to wait for the cache', () => {
    for (const role of roles) expect(seen[role].sum('ff_proxy_memoize_cache_hit')).toBe(7);
    expect(seen.primary.sum('ff_proxy_memoize_cache_miss')).toBe(0);
    for (const role of roles) expect(seen[role].sum('ff_proxy_memoize_cache_hit_with_unmarshal')).toBeGreaterThan(0);
  });
});

function byNumber(one: string, other: string): number {
  return (one === '+Inf' ? Infinity : Number(one)) - (other === '+Inf' ? Infinity : Number(other));
}
