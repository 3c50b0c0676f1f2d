import { environmentOfFlags } from '../configuration/environments.mjs';
import { ordinaryEnvironment } from '../engine/ordinary-environment.mjs';
import { answerOf } from '../load/answer-of.mjs';
import { compare } from '../load/compare.mjs';
import { median, medianAndSpread, ratios } from '../load/median.mjs';
import { startRelay, tokenOf } from '../processes/relay.mjs';
import { startYardstick } from '../processes/yardstick.mjs';

const environments = [
  { name: 'heavy', ...environmentOfFlags('heavy 100', 100) },
  { name: 'ordinary', ...environmentOfFlags('ordinary', 0), ...ordinaryEnvironment({ flagCount: 1000 }) },
  { name: 'heavy', ...environmentOfFlags('heavy', 1000) },
];

/**
 * All flags evaluated for changing targets, in an ordinary environment and in one full of rules: beside an interpreting
 * server, and beside a bare one that sends as many bytes.
 */
export async function evaluations(options) {
  const servers = [];
  try {
    const relay = await startRelay({ dist: options.dist, environments });
    servers.push(relay);
    const naive = await startYardstick('naive-server.mjs');
    servers.push(naive);
    const bare = await startYardstick('bare-server.mjs');
    servers.push(bare);
    const rows = [];
    for (const environment of environments) rows.push(await row(environment, { relay, naive, bare }, options));
    console.table(rows);
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function row({ name: environment, id, sdkKeys, flags, segments, targets }, { relay, naive, bare }, options) {
  const path = `/client/env/${id}/target/somebody/evaluations`;
  const authorization = `Bearer ${await tokenOf(relay.origin, sdkKeys[0])}`;
  const requests = targets.map((target) => ({ path, headers: { authorization, 'harness-target': toHeader(target) } }));
  const answer = await answerOf(relay.origin, requests[0]);
  await bare.teach({ path, ...answer });
  await naive.teach({ path, flags, segments });
  if (!(await answerOf(naive.origin, requests[0])).body.equals(answer.body)) throw new Error('the naive evaluation answers something else');

  const contenders = Object.entries({ relay, naive, bare }).map(([name, { program, origin }]) => ({ name, pid: program.pid, origin, requests }));
  const samples = await compare(contenders, options);
  const micros = (name) => medianAndSpread(samples[name].map(({ cpuMicros }) => cpuMicros), 0);
  return {
    environment,
    flags: flags.length,
    bytes: answer.body.length,
    'relay CPU µs': micros('relay'),
    aim: flags.length === 1000 ? '<= 250' : '',
    'naive CPU µs': micros('naive'),
    'naive / relay CPU': medianAndSpread(ratios(samples.naive, samples.relay, 'cpuMicros'), 1),
    'bare CPU µs': micros('bare'),
    'relay / bare': medianAndSpread(ratios(samples.relay, samples.bare, 'perSecond')),
    'relay / naive': medianAndSpread(ratios(samples.relay, samples.naive, 'perSecond')),
    'relay req/s': Math.round(median(samples.relay.map(({ perSecond }) => perSecond))),
  };
}

function toHeader(target) {
  return Buffer.from(JSON.stringify(target)).toString('base64');
}
