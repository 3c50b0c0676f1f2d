import { createServer, request } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

interface Tls {
  readonly key: string;
  readonly cert: string;
}

/** A forward proxy on loopback, over TLS where it has a certificate: tunnels with CONNECT, passes plain HTTP on, and counts both. */
export class ConnectProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket | Duplex>();
  /** Destinations of the tunnels asked for, as `host:port`. */
  readonly tunnels: string[] = [];
  /** Absolute URLs of the plain requests. */
  readonly forwarded: string[] = [];
  readonly credentials: (string | undefined)[] = [];

  private constructor(tls: Tls | undefined) {
    const forward = (incoming: IncomingMessage, answer: ServerResponse): void => this.#forward(incoming, answer);
    this.#server = tls ? createTlsServer({ key: tls.key, cert: tls.cert }, forward) : createServer(forward);
    this.#server.on('connect', (incoming, socket, head) => this.#tunnel(incoming, socket, head));
    this.#server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => this.#keep(socket));
  }

  static async start(tls?: Tls): Promise<ConnectProxy> {
    const proxy = new ConnectProxy(tls);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** `host:port`, to which a scheme and credentials can be added. */
  get address(): string {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #tunnel(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    const destination = incoming.url ?? '';
    this.tunnels.push(destination);
    this.credentials.push(incoming.headers['proxy-authorization']);
    const url = new URL(`http://${destination}`);
    const upstream = connect(Number(url.port || 80), url.hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
    });
    this.#keep(upstream);
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  }

  #forward(incoming: IncomingMessage, answer: ServerResponse): void {
    this.forwarded.push(incoming.url ?? '');
    this.credentials.push(incoming.headers['proxy-authorization']);
    const { method, headers } = incoming;
    const upstream = request(incoming.url ?? '', { ...(method !== undefined && { method }), headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers).flushHeaders();
      response.pipe(answer);
    });
    upstream.on('error', () => answer.destroy());
    incoming.pipe(upstream);
  }

  #keep(socket: Socket | Duplex): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
  }
}
