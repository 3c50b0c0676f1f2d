// Many SDKs on one source address: each holds a stream and opens it again after it broke, five to ten seconds later and later each
// time, as the Node SDK does. Told by messages what to do, it tells what they have got.
import { connect } from 'node:net';

const { port, address, request, count, retryMs } = JSON.parse(process.argv[2] ?? '{}');
const sdks = Array.from({ length: count }, (_, number) => ({ number, socket: undefined, isOpen: false, attempts: 0, heard: '', events: 0, hasFound: false }));
const mark = 'data: ';
/** A text that is looked for in all that comes. */
let sought = '';
/** When each stream of the present round was accepted. */
let accepted = [];
let refused = 0;

/** Delays that are spread evenly, but not in the order of the streams. */
const delayOf = ({ number, attempts }) => (retryMs + (((number * 7919) % count) / count) * retryMs) * Math.max(1, attempts);

function open(sdk) {
  let head = '';
  const socket = connect({ port, host: '127.0.0.1', localAddress: address }, () => socket.write(request));
  sdk.socket = socket;
  socket.on('data', (bytes) => {
    const text = bytes.toString('latin1');
    if (!sdk.isOpen) {
      head += text;
      if (!head.includes('\r\n\r\n')) return;
      if (!head.startsWith('HTTP/1.1 200')) {
        refused += 1;
        socket.destroy();
        return;
      }
      sdk.isOpen = true;
      sdk.attempts = 0;
      accepted.push(Date.now());
    }
    // An event may arrive in two chunks.
    sdk.events += `${sdk.heard.slice(1 - mark.length)}${text}`.split(mark).length - 1;
    const heard = sdk.heard + text;
    if (sought !== '' && heard.includes(sought)) sdk.hasFound = true;
    sdk.heard = heard.slice(-4_000);
    if (text.endsWith('0\r\n\r\n')) socket.destroy();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    sdk.isOpen = false;
    sdk.attempts += 1;
    setTimeout(() => open(sdk), delayOf(sdk));
  });
}

const tasks = {
  start: () => sdks.forEach((sdk) => setTimeout(() => open(sdk), sdk.number / 2)),
  forget: () => {
    accepted = [];
    refused = 0;
    for (const sdk of sdks) sdk.events = 0;
  },
  seek: ({ text }) => {
    sought = text;
    for (const sdk of sdks) sdk.hasFound = false;
  },
  counts: ({ text }) => ({
    open: sdks.filter(({ isOpen }) => isOpen).length,
    heard: sdks.filter(({ heard }) => heard.includes(text)).length,
    found: sdks.filter(({ hasFound }) => hasFound).length,
    fewest: Math.min(...sdks.map(({ events }) => events)),
    accepted,
    refused,
  }),
};

process.on('disconnect', () => process.exit());
process.on('message', ({ id, task, ...order }) => process.send({ id, result: tasks[task](order) ?? null }));
