import { RelayMetrics } from './relay-metrics.js';

const url = '/client/env/:environment_uuid/feature-configs';

describe('the metrics of requests', () => {
  it('tell a counter by route, environment, method and status', async () => {
    const { requests, registry } = new RelayMetrics();

    requests.of(url, 'env-1').count('GET', 200, 0.001);
    requests.of(url, 'env-1').count('GET', 200, 0.001);
    requests.of(url, 'env-1').count('GET', 304, 0.001);
    requests.of('/client/auth', '').count('POST', 401, 0.001);

    const lines = linesOf(await registry.metrics(), 'ff_proxy_http_requests_total');
    expect(lines).toEqual([
      `ff_proxy_http_requests_total{code="200",envID="env-1",method="GET",url="${url}"} 2`,
      `ff_proxy_http_requests_total{code="304",envID="env-1",method="GET",url="${url}"} 1`,
      'ff_proxy_http_requests_total{code="401",envID="",method="POST",url="/client/auth"} 1',
    ]);
  });

  it('tell the durations in cumulative buckets whose bounds belong to them', async () => {
    const { requests, registry } = new RelayMetrics();

    for (const seconds of [0.001, 0.005, 0.02, 99]) requests.of(url, 'env-1').count('GET', 200, seconds);

    const lines = linesOf(await registry.metrics(), 'ff_proxy_http_requests_duration');
    const bucket = (le: string, count: number) => `ff_proxy_http_requests_duration_bucket{le="${le}",envID="env-1",url="${url}"} ${count}`;
    expect(lines.slice(0, 3)).toEqual([bucket('0.005', 2), bucket('0.01', 2), bucket('0.025', 3)]);
    expect(lines.slice(10)).toEqual([
      bucket('10', 3),
      bucket('+Inf', 4),
      expect.stringMatching(/_sum\{envID="env-1",url="[^"]+"\} 99\.026$/),
      `ff_proxy_http_requests_duration_count{envID="env-1",url="${url}"} 4`,
    ]);
  });

  it('tell reads that were answered, whatever they read, as hits in memory', async () => {
    const { requests, registry } = new RelayMetrics();
    requests.of(url, 'env-1').count('GET', 200, 0.001);
    requests.of(url, 'env-2').count('GET', 304, 0.001);
    requests.of('/client/env/:environment_uuid/target/:target/evaluations', 'env-1').count('GET', 200, 0.001);
    for (const status of [401, 404, 503]) requests.of(url, '').count('GET', status, 0.001);
    requests.of('/client/env/:environment_uuid/stream', 'env-1').count('GET', 200, 0.001);
    requests.of('/metrics/:environment_uuid', 'env-1').count('POST', 200, 0.001);

    expect(linesOf(await registry.metrics(), 'ff_proxy_memoize_cache_hit ')).toEqual(['ff_proxy_memoize_cache_hit 3']);
  });

  it.each([
    ['single', 'primary'],
    ['primary', 'primary'],
    ['replica', 'replica'],
  ] as const)('name what a %s tells SDKs for the %s', async (role, named) => {
    const { registry, sdkMessages } = new RelayMetrics(role);
    sdkMessages.inc({ topic: 'env-1', error: 'false' });

    expect(linesOf(await registry.metrics(), `ff_proxy_${named}_to_sdk_sse_producer_messages_published{`)).toEqual([
      `ff_proxy_${named}_to_sdk_sse_producer_messages_published{topic="env-1",error="false"} 1`,
    ]);
  });

  it('count no request twice when they are read twice', async () => {
    const { requests, registry } = new RelayMetrics();
    requests.of(url, 'env-1').count('GET', 200, 0.001);

    const first = await registry.metrics();

    expect(await registry.metrics()).toBe(first);
  });
});

function linesOf(text: string, name: string): string[] {
  return text.split('\n').filter((line) => line.startsWith(name));
}
