import { environmentOfSize } from '../configuration/environments.mjs';
import { answerOf } from '../load/answer-of.mjs';
import { compare } from '../load/compare.mjs';
import { median, medianAndSpread, ratios } from '../load/median.mjs';
import { startRelay, tokenOf } from '../processes/relay.mjs';
import { startYardstick } from '../processes/yardstick.mjs';
import { readScenarios } from './read-scenarios.mjs';

/** Everything that SDKs read, beside a bare server that sends the same bytes and headers. */
export async function reads(options) {
  const environments = [1, 20, 200].map((kilobytes) => environmentOfSize(`${kilobytes}k`, kilobytes * 1024));
  const relay = await startRelay({ dist: options.dist, environments });
  const bare = await startYardstick('bare-server.mjs');
  try {
    const tokens = await Promise.all(environments.map(({ sdkKeys }) => tokenOf(relay.origin, sdkKeys[0])));
    const rows = [];
    for (const scenario of await readScenarios(relay.origin, environments, tokens)) rows.push(await row(scenario, relay, bare, options));
    console.table(rows);
  } finally {
    await bare.stop();
    await relay.stop();
  }
}

async function row({ title, aim, request }, relay, bare, options) {
  const answer = await answerOf(relay.origin, request);
  await bare.teach({ path: request.path, ...answer });
  const samples = await compare(
    [
      { name: 'relay', pid: relay.program.pid, origin: relay.origin, requests: [request] },
      { name: 'bare', pid: bare.program.pid, origin: bare.origin, requests: [request] },
    ],
    options,
  );
  const ratio = ratios(samples.relay, samples.bare, 'perSecond');
  return {
    read: title,
    bytes: answer.body.length,
    'bare req/s': Math.round(median(samples.bare.map(({ perSecond }) => perSecond))),
    'relay / bare': medianAndSpread(ratio),
    aim: aim ?? '',
    'bare CPU µs': Math.round(median(samples.bare.map(({ cpuMicros }) => cpuMicros))),
    'relay CPU µs': Math.round(median(samples.relay.map(({ cpuMicros }) => cpuMicros))),
    'of CPU': medianAndSpread(ratios(samples.bare, samples.relay, 'cpuMicros')),
  };
}
