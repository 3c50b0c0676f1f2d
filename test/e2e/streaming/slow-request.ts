import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { until } from '../../support/until.js';

/** A post that has begun, whose end is up to the test. */
export class SlowRequest {
  #answer = '';

  private constructor(
    private readonly socket: Socket,
    private readonly rest: string,
  ) {
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => (this.#answer += text));
    socket.on('error', () => undefined);
  }

  /** Sends the head and half of the body. */
  static async begin(url: string, path: string, headers: Readonly<Record<string, string>>, body: string): Promise<SlowRequest> {
    const { hostname, port, host } = new URL(url);
    const socket = connect(Number(port), hostname);
    const half = Math.floor(body.length / 2);
    const request = new SlowRequest(socket, body.slice(half));
    await once(socket, 'connect');
    const lines = Object.entries({ Host: host, ...headers, 'Content-Length': String(body.length) }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body.slice(0, half)}`);
    return request;
  }

  /** Sends what is left. Gives the head of the answer once the far side has closed the connection. */
  async finish(): Promise<string> {
    this.socket.write(this.rest);
    await until(() => this.socket.readableEnded || this.socket.destroyed);
    return this.#answer.slice(0, this.#answer.indexOf('\r\n\r\n')).toLowerCase();
  }

  close(): void {
    this.socket.destroy();
  }
}
