import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const page = '<!doctype html><title>An application</title><script src="/sdk.js"></script><script type="module" src="/page.js"></script>';

/** Serves a page with the JavaScript SDK from an origin of its own, so that the relay is another origin to it. */
export class PageServer {
  readonly #server: Server;
  readonly url: string;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  static async start(): Promise<PageServer> {
    const script = (file: string) => ({ type: 'text/javascript', body: readFileSync(file, 'utf8') });
    const files = new Map([
      ['/', { type: 'text/html', body: page }],
      ['/sdk.js', script(require.resolve('@harnessio/ff-javascript-client-sdk/dist/sdk.client-iife.js'))],
      ['/page.js', script(join(__dirname, 'drivers/page.mjs'))],
    ]);
    const server = createServer((request, response) => {
      const file = files.get(request.url ?? '/');
      response.writeHead(file ? 200 : 404, { 'content-type': file?.type ?? 'text/plain' }).end(file?.body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new PageServer(server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
