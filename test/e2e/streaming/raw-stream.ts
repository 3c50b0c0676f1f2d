import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { until } from '../../support/until.js';

interface RawOptions {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request over a socket of its own, and every byte that comes back, chunk by chunk of the HTTP coding. */
export class RawStream {
  readonly #socket: Socket;
  #bytes = '';
  #closed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => (this.#bytes += text));
    socket.on('error', () => undefined);
    socket.on('close', () => (this.#closed = true));
    socket.on('end', () => (this.#closed = true));
  }

  /** Resolves once the head of the answer is there; rejects when the connection is gone before. */
  static async open(url: string, { method = 'GET', path = '/stream?cluster=1', headers = {} }: RawOptions = {}): Promise<RawStream> {
    const { hostname, port, host } = new URL(url);
    const socket = connect(Number(port), hostname);
    const stream = new RawStream(socket);
    await once(socket, 'connect');
    const lines = Object.entries({ Host: host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
    await until(() => stream.#hasHead || stream.#closed);
    if (!stream.#hasHead) throw new Error('the connection was closed without an answer');
    return stream;
  }

  get #hasHead(): boolean {
    return this.#bytes.includes('\r\n\r\n');
  }

  /** Whether the response is over; the connection may be kept for another request. */
  get ended(): boolean {
    return this.#closed || this.chunks.at(-1) === '';
  }

  get status(): number {
    return Number(this.#bytes.split(' ')[1]);
  }

  get headers(): Record<string, string> {
    const [, ...lines] = this.#bytes.slice(0, this.#bytes.indexOf('\r\n\r\n')).split('\r\n');
    return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
  }

  get body(): string {
    return this.#bytes.slice(this.#bytes.indexOf('\r\n\r\n') + 4);
  }

  /** The chunks of a chunked body; the last one is empty once the response has ended in good order. */
  get chunks(): string[] {
    const chunks: string[] = [];
    let rest = Buffer.from(this.body);
    for (let lineEnd = rest.indexOf('\r\n'); lineEnd >= 0; lineEnd = rest.indexOf('\r\n')) {
      const size = Number.parseInt(rest.subarray(0, lineEnd).toString(), 16);
      if (rest.length < lineEnd + 2 + size + 2) break;
      chunks.push(rest.subarray(lineEnd + 2, lineEnd + 2 + size).toString());
      rest = rest.subarray(lineEnd + 2 + size + 2);
    }
    return chunks;
  }

  /** What was told so far, without the keep-alives. */
  get events(): Record<string, unknown>[] {
    return [...this.chunks.join('').matchAll(/data: (.*)\n\n/g)].map(([, data]) => JSON.parse(data ?? '') as Record<string, unknown>);
  }

  untilEvents(count: number): Promise<unknown> {
    return until(() => this.events.length >= count);
  }

  untilEnded(): Promise<unknown> {
    return until(() => this.ended);
  }

  /** Reads no more, so that what is sent piles up. */
  pause(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#socket.destroy();
  }
}
