import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export type Direction = 'to server' | 'to client';

/** A connection as the relay knows it. */
export interface RelayedConnection {
  /** The first bytes that the client sent, by which it can be told from others. */
  readonly opening: string;
}

/** How long what arrives now is kept, and with it what comes behind it on this connection. */
export type DelayMs = (direction: Direction, connection: RelayedConnection, chunk: Buffer) => number;

const openingLength = 2_000;

/** Passes TCP on with a delay. Chunks never overtake each other: one timer each would swap them now and then. */
export class TcpRelay {
  readonly #sockets = new Set<Socket>();
  #isHeld = false;

  private constructor(
    private readonly server: Server,
    private targetPort: number,
    private delayMs: DelayMs,
  ) {
    server.on('connection', (client) => this.#relay(client));
  }

  static async start(targetPort: number, delayMs: DelayMs = () => 0): Promise<TcpRelay> {
    const server = createServer({ noDelay: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpRelay(server, targetPort, delayMs);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** For chunks from now on. */
  delay(delayMs: DelayMs): void {
    this.delayMs = delayMs;
  }

  /** Connections from now on go there. */
  target(port: number): void {
    this.targetPort = port;
  }

  /** Cuts every connection; new ones are relayed. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Nothing passes any more and nobody is told, as when a network loses everything. */
  hold(): void {
    this.#isHeld = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** What has gathered meanwhile passes now. */
  release(): void {
    this.#isHeld = false;
    for (const socket of this.#sockets) socket.resume();
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.cut();
    await closed;
  }

  #relay(client: Socket): void {
    const server = connect({ port: this.targetPort, host: '127.0.0.1', noDelay: true });
    const connection = { opening: '' };
    client.on('data', (chunk: Buffer) => {
      if (connection.opening.length < openingLength) connection.opening += chunk.toString('latin1');
    });
    pass(client, server, (chunk) => this.delayMs('to server', connection, chunk));
    pass(server, client, (chunk) => this.delayMs('to client', connection, chunk));
    for (const [socket, other] of [[client, server] as const, [server, client] as const]) {
      this.#sockets.add(socket);
      if (this.#isHeld) socket.pause();
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }
}

function pass(from: Socket, to: Socket, delayMs: (chunk: Buffer) => number): void {
  const waiting: { readonly chunk: Buffer; readonly due: number }[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    for (let next = waiting[0]; next; next = waiting[0]) {
      const left = next.due - performance.now();
      if (left > 0) {
        timer = setTimeout(flush, Math.ceil(left));
        return;
      }
      waiting.shift();
      if (!to.destroyed) to.write(next.chunk);
    }
  };
  from.on('data', (chunk: Buffer) => {
    waiting.push({ chunk, due: performance.now() + delayMs(chunk) });
    if (!timer) flush();
  });
  from.on('close', () => clearTimeout(timer));
}
