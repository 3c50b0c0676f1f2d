import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { TcpRelay } from './tcp-relay.js';
import { until } from './until.js';

describe('a TCP relay', () => {
  const echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  let relay: TcpRelay;

  beforeAll(async () => {
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    relay = await TcpRelay.start((echo.address() as AddressInfo).port);
  });

  afterAll(async () => {
    await relay.stop();
    echo.close();
  });

  const answerTo = async (socket: Socket, length: number): Promise<string> => {
    let text = '';
    while (text.length < length) text += String((await once(socket, 'data'))[0]);
    return text;
  };

  it('lets nothing pass while it holds, on old connections and on new ones, and all of it afterwards', async () => {
    const before = connect({ port: relay.port, host: '127.0.0.1', noDelay: true });
    before.write('first');
    expect(await answerTo(before, 5)).toBe('first');

    relay.hold();
    const heard: string[] = [];
    const during = connect({ port: relay.port, host: '127.0.0.1', noDelay: true });
    await once(during, 'connect');
    for (const [socket, word] of [[before, 'old'], [during, 'new']] as const) {
      socket.on('data', (chunk: Buffer) => heard.push(chunk.toString()));
      socket.write(word);
    }
    const direct = connect({ port: (echo.address() as AddressInfo).port, host: '127.0.0.1' });
    for (let round = 0; round < 5; round++) {
      direct.write('ping');
      await answerTo(direct, 4);
    }
    expect(heard).toEqual([]);

    relay.release();
    await until(() => heard.length === 2);
    expect(heard.toSorted()).toEqual(['new', 'old']);
    for (const socket of [before, during, direct]) socket.destroy();
  });

  it('keeps the order of chunks whose delays differ', async () => {
    let chunks = 0;
    relay.delay((direction) => (direction === 'to server' ? [30, 0, 12, 3][chunks++ % 4] ?? 0 : 0));
    const socket = connect({ port: relay.port, host: '127.0.0.1', noDelay: true });
    const words = Array.from({ length: 20 }, (_, index) => `word ${index}.`);
    const answer = answerTo(socket, words.join('').length);

    for (const word of words) {
      socket.write(word);
      await new Promise(setImmediate);
    }

    expect(await answer).toBe(words.join(''));
    expect(chunks).toBeGreaterThan(1);
    socket.destroy();
  });

  it('delays one connection and not another', async () => {
    relay.delay((_, { opening }) => (opening.startsWith('slow') ? 200 : 0));
    const order: string[] = [];

    const sent = ['slow', 'fast'].map(async (word) => {
      const socket = connect({ port: relay.port, host: '127.0.0.1' });
      socket.write(word);
      order.push(await answerTo(socket, 4));
      socket.destroy();
    });
    await Promise.all(sent);

    expect(order).toEqual(['fast', 'slow']);
  });

  it('cuts what is connected and goes on', async () => {
    relay.delay(() => 0);
    const socket = connect({ port: relay.port, host: '127.0.0.1' });
    socket.on('error', () => undefined);
    socket.write('one');
    await answerTo(socket, 3);
    const closed = once(socket, 'close');

    relay.cut();
    await closed;

    const other = connect({ port: relay.port, host: '127.0.0.1' });
    other.write('two');
    expect(await answerTo(other, 3)).toBe('two');
    other.destroy();
  });
});
