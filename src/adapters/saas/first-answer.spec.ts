import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { firstAnswer } from './first-answer.js';

describe('the first answer', () => {
  const discarded: string[] = [];
  const discard = (answer: string) => void discarded.push(answer);
  beforeEach(() => (discarded.length = 0));

  it('is that of the only request while it comes in time', async () => {
    const ask = jest.fn(async () => 'answer');

    expect(await firstAnswer({ ask, discard, patienceMs: 60_000, times: 3 })).toBe('answer');
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('is that of any other, which ends the rest', async () => {
    const signals: AbortSignal[] = [];
    const ask = (signal: AbortSignal) => (signals.push(signal) === 3 ? Promise.resolve('third') : new Promise<string>(() => undefined));

    expect(await firstAnswer({ ask, discard, patienceMs: 1, times: 3 })).toBe('third');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, false]);
  });

  it('is waited for while one of the requests may still have it', async () => {
    let failFirst: ((error: Error) => void) | undefined;
    const ask = () =>
      new Promise<string>((resolve, reject) => {
        failFirst?.(new Error('first'));
        if (failFirst) setImmediate(() => resolve('second'));
        failFirst = reject;
      });

    expect(await firstAnswer({ ask, discard, patienceMs: 1, times: 2 })).toBe('second');
  });

  it('fails at once with the first failure when no request is left', async () => {
    const ask = jest.fn(() => Promise.reject(new Error('refused')));

    await expect(firstAnswer<string>({ ask, discard, patienceMs: 60_000, times: 3 })).rejects.toThrow('refused');
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('is one, read to its end, when the server answers all requests in one instant', async () => {
    const waiting: ServerResponse[] = [];
    const server = createServer((_, response) => {
      if (waiting.push(response) === 3) for (const each of waiting.splice(0)) each.end('x'.repeat(500_000));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

    for (let round = 0; round < 20; round++) {
      const { body } = await firstAnswer({
        ask: (signal) => request(url, { signal }),
        discard: (answer) => answer.body.on('error', () => undefined).destroy(),
        patienceMs: 2,
        times: 3,
      });
      expect((await body.text()).length).toBe(500_000);
    }
    server.closeAllConnections();
    server.close();
  });
});
