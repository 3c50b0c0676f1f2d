import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { environmentOfFlags } from '../configuration/environments.mjs';
import { medianAndSpread } from '../load/median.mjs';
import { cores } from '../processes/cores.mjs';
import { Pinned } from '../processes/pinned.mjs';
import { startRelay, tokenOf } from '../processes/relay.mjs';

const clientFile = fileURLToPath(new URL('../processes/stream-client.mjs', import.meta.url));
const streamsPerClient = 2_500;

/** Files that a process needs besides its streams. */
const spareFiles = 200;

/** Longer than an event's distance to a keep-alive, and than collecting what opening the streams has left. */
const settleMs = 2_000;

/** Many SDK streams: the memory of one, and how soon one change is with all of them. */
export async function streams(options) {
  const openFiles = Number(execFileSync('sh', ['-c', 'ulimit -n']).toString()) || Infinity;
  const count = Math.min(options.streams, openFiles - spareFiles);
  console.log(`open files a process may have: ${openFiles}; streams: ${count}`);
  const environment = environmentOfFlags('streams', 10);
  const relay = await startRelay({ dist: options.dist, environments: [environment] });
  const clients = [];
  try {
    await relay.saas.waitForStream();
    const request = streamRequest(await tokenOf(relay.origin, environment.sdkKeys[0]), environment.sdkKeys[0]);
    await warmUp(relay, environment, request, clients);
    const before = await memoryOf(relay);
    await openStreams(relay, request, count, clients);
    await delay(settleMs);
    const after = await memoryOf(relay);
    const receipts = [];
    for (let round = 0; round < options.rounds; round += 1) receipts.push(await changeOnce(relay, environment, clients, round + 1));
    console.table([{ streams: count, ...memoryRow(before, after, count), ...receiptRow(receipts) }]);
  } finally {
    for (const client of clients) await client.stop();
    await relay.stop();
  }
}

/** A first hundred streams, so that what is made once is not counted as memory of streams. They stay. */
async function warmUp(relay, environment, request, clients) {
  await openStreams(relay, request, 100, clients);
  await delay(settleMs / 10);
  await changeOnce(relay, environment, clients, 0);
}

async function openStreams({ port }, request, count, clients) {
  for (let left = count; left > 0; left -= streamsPerClient) {
    const client = new Pinned(cores.load, [clientFile]);
    clients.push(client);
    const order = { count: Math.min(left, streamsPerClient), port, address: `127.0.0.${clients.length + 1}`, request };
    await client.ask({ kind: 'open', ...order }, 'opened');
  }
}

/** Changes a flag at the stand-in SaaS and waits until every stream has told of it. */
async function changeOnce({ saas }, environment, clients, round) {
  const { feature } = environment.flags[round % environment.flags.length];
  await Promise.all(clients.map((client) => client.ask({ kind: 'expect', text: `"identifier":"${feature}"` }, 'expecting')));
  const receiving = clients.map((client) => client.next('received'));
  const changedAt = Number(process.hrtime.bigint());
  saas.patchFlag(environment.id, feature, { state: round % 2 === 0 ? 'on' : 'off' });
  const received = await Promise.all(receiving);
  const last = Math.max(...received.map((client) => client.last));
  const first = Math.min(...received.map((client) => client.first));
  await delay(settleMs / 4);
  return { fromChange: (last - changedAt) / 1e6, fromFirst: (last - first) / 1e6 };
}

function streamRequest(token, sdkKey) {
  return `GET /stream HTTP/1.1\r\nHost: relay\r\nAuthorization: Bearer ${token}\r\nAPI-Key: ${sdkKey}\r\nAccept: text/event-stream\r\n\r\n`;
}

function memoryOf({ program }) {
  return program.ask({ kind: 'memory' }, 'memory');
}

function memoryRow(before, after, count) {
  const each = (field) => ((after[field] - before[field]) / 1024 / count).toFixed(1);
  return { 'RSS KB a stream': each('rss'), aim: '<= 10', 'heap KB a stream': each('heapUsed') };
}

function receiptRow(receipts) {
  const figure = (field) => medianAndSpread(receipts.map((receipt) => receipt[field]), 0);
  return { 'change to last receipt ms': figure('fromChange'), 'first to last receipt ms': figure('fromFirst'), 'aim ms': '< 200' };
}
