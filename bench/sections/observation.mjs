import { createServer } from 'node:http';
import { environmentOfSize } from '../configuration/environments.mjs';
import { compare } from '../load/compare.mjs';
import { median, medianAndSpread, ratios } from '../load/median.mjs';
import { startRelay, tokenOf } from '../processes/relay.mjs';

/** What it costs to watch the ordinary read: lines in the log and traces, all of them or a share. */
export async function observation(options) {
  const collector = await startCollector();
  const traces = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  const watched = {
    off: {},
    'off again': {},
    'log, one in 100': { LOG_REQUESTS: 'true', LOG_REQUESTS_SHARE: '0.01' },
    'log, all': { LOG_REQUESTS: 'true' },
    'traces, one in 100': { ...traces, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.01' },
    'traces, all': traces,
  };
  const environments = [environmentOfSize('1k', 1024)];
  const relays = [];
  try {
    for (const [name, env] of Object.entries(watched)) relays.push({ name, ...(await startRelay({ dist: options.dist, environments, env })) });
    const contenders = await Promise.all(relays.map(({ name, program, origin }) => contender(name, program, origin, environments[0])));
    const samples = await compare(contenders, options);
    console.table(
      contenders.map(({ name }) => ({
        watched: name,
        'req/s': Math.round(median(samples[name].map(({ perSecond }) => perSecond))),
        'of off': medianAndSpread(ratios(samples[name], samples.off, 'perSecond')),
        'CPU µs': Math.round(median(samples[name].map(({ cpuMicros }) => cpuMicros))),
        'CPU / off': medianAndSpread(ratios(samples[name], samples.off, 'cpuMicros')),
      })),
    );
  } finally {
    for (const relay of relays) await relay.stop();
    collector.close();
  }
}

async function contender(name, program, origin, { id, sdkKeys }) {
  const headers = { authorization: `Bearer ${await tokenOf(origin, sdkKeys[0])}` };
  return { name, pid: program.pid, origin, requests: [{ path: `/client/env/${id}/feature-configs`, headers }] };
}

async function startCollector() {
  const server = createServer((request, response) => request.resume().on('end', () => response.end('{}')));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close().closeAllConnections() };
}
