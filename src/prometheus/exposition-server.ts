import { createServer, type Server } from 'node:http';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { RelayConfig } from '../config/relay-config.js';
import { RELAY_CONFIG } from '../config/relay-config.token.js';
import { RelayMetrics } from './relay-metrics.js';

/** The exposition on a port of its own, when `PROMETHEUS_PORT` differs from `PORT`. */
@Injectable()
export class ExpositionServer implements OnApplicationBootstrap, OnApplicationShutdown {
  #server: Server | undefined;

  constructor(
    private readonly metrics: RelayMetrics,
    @Inject(RELAY_CONFIG) private readonly config: RelayConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { port, prometheusPort } = this.config.http;
    if (prometheusPort === port) return;
    const { registry } = this.metrics;
    const server = createServer((request, response) => {
      if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
        response.writeHead(404).end();
        return;
      }
      registry.metrics().then(
        (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(prometheusPort, resolve);
    });
  }

  onApplicationShutdown(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }
}
