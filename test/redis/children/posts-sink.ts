import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MetricsReport } from '../../../src/kernel/metrics-report.js';
import { evaluationsIn } from '../../../src/modules/metrics/domain/evaluations-in.js';

interface Post {
  readonly node: string;
  readonly environment: string;
  readonly evaluations: number;
}

/** Stands in for SaaS: takes every post, and remembers whose it was. */
export class PostsSink {
  readonly posts: Post[] = [];
  /** Called after a post was taken and before it is answered. */
  onPost: () => void | Promise<void> = () => {};
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        const [, node = '', environment = ''] = (request.url ?? '').split('/');
        const report = JSON.parse(body) as MetricsReport;
        this.posts.push({ node, environment, evaluations: evaluationsIn(report) });
        void Promise.resolve(this.onPost()).then(() => response.end());
      });
    });
  }

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get received(): number {
    return this.posts.reduce((sum, { evaluations }) => sum + evaluations, 0);
  }

  get largest(): number {
    return Math.max(0, ...this.posts.map(({ evaluations }) => evaluations));
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
