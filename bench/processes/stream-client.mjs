// Holds many SDK streams open from one source address, and says when all of them have received an event.
import { connect } from 'node:net';

const now = () => Number(process.hrtime.bigint());
const shared = Buffer.alloc(65_536);
let received = 0;
let wanted = 0;
let first = 0;
/** What the event holds that is waited for: new streams are also told of earlier ones. */
let expected = '';

process.on('disconnect', () => process.exit());
process.on('message', async ({ kind, ...order }) => {
  if (kind === 'expect') {
    expected = order.text;
    received = 0;
    process.send({ kind: 'expecting' });
    return;
  }
  wanted = order.count;
  for (let opened = 0; opened < wanted; opened += 100) {
    await Promise.all(Array.from({ length: Math.min(100, wanted - opened) }, () => open(order)));
  }
  process.send({ kind: 'opened' });
});

/** One buffer for all sockets, and no parser: reading must not take longer than the writing that is measured. */
function open({ port, address, request }) {
  return new Promise((resolve, reject) => {
    const onread = {
      buffer: shared,
      callback: (length, bytes) => {
        if (socket.bytesRead === length) checkHead(bytes.latin1Slice(0, length), resolve, reject);
        if (expected !== '' && bytes.latin1Slice(0, length).includes(expected)) countReceipt();
        return true;
      },
    };
    const socket = connect({ port, host: '127.0.0.1', localAddress: address, onread }, () => socket.write(request));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('a stream is closed')));
  });
}

function checkHead(head, resolve, reject) {
  if (head.startsWith('HTTP/1.1 200')) resolve();
  else reject(new Error(`a stream is refused: ${head.slice(0, 200)}`));
}

function countReceipt() {
  if (received === 0) first = now();
  received += 1;
  if (received < wanted) return;
  process.send({ kind: 'received', first, last: now() });
  expected = '';
}
