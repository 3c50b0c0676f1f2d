import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

/** One listening socket that can be shut and opened again on the same port. */
export class SaasListener {
  #server;
  #host;
  #port;
  /** @type {Set<import('node:net').Socket>} */
  #sockets = new Set();

  /**
   * @param {import('node:http').RequestListener} listener
   * @param {{ host: string, port: number, tls?: { key: string, cert: string } | undefined }} settings
   */
  constructor(listener, { host, port, tls }) {
    // Headers of 512 KiB pass, and idle connections outlast any test.
    const options = { maxHeaderSize: 512 * 1024, keepAliveTimeout: 60_000, requestTimeout: 0 };
    this.#server = tls === undefined ? createServer(options, listener) : createTlsServer({ ...options, ...tls }, listener);
    // Raw sockets, so that those in the middle of a TLS handshake end, too.
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#host = host;
    this.#port = port;
  }

  get port() {
    return this.#port;
  }

  /** @returns {Promise<void>} */
  async open() {
    if (this.#server.listening) return;
    await new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, this.#host, () => {
        this.#server.off('error', reject);
        resolve(undefined);
      });
    });
    const address = this.#server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  /** Ends every connection and refuses new ones. */
  async shut() {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
