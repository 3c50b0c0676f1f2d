import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { getHeapSnapshot } from 'node:v8';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { Log } from '../kernel/log.js';
import { cpuProfile } from './cpu-profile.js';
import { profilingRequestIn, type ProfilingRequest } from './profiling-request.js';

type Wanted = Exclude<ProfilingRequest, { readonly wants: 'nothing' }>;

/** Heap snapshots and CPU profiles for whoever is on this machine, one at a time. What it gives holds keys and tokens. */
export class ProfilingServer implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #stopping = new AbortController();
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));
  #isBusy = false;

  constructor(
    private readonly log: Log,
    private readonly port: number,
  ) {}

  /** The relay runs on where the port is taken. */
  async onApplicationBootstrap(): Promise<void> {
    try {
      this.#server.listen(this.port, '127.0.0.1');
      await once(this.#server, 'listening');
      this.log.info({ port: this.listeningOn }, 'PPROF: heap snapshots and CPU profiles are given on 127.0.0.1');
    } catch (error) {
      this.log.error({ err: error, port: this.port }, 'PPROF: the port cannot be listened on, nothing is profiled');
    }
  }

  onApplicationShutdown(): void {
    this.#stopping.abort();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  get listeningOn(): number | undefined {
    const address = this.#server.address();
    return typeof address === 'object' ? address?.port : undefined;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = profilingRequestIn(request);
    if (asked.wants === 'nothing') return refuse(response, asked.status, asked.error);
    if (this.#isBusy) return refuse(response, 409, 'another profile is being made: one at a time');
    this.#isBusy = true;
    try {
      this.log.info(asked, 'a profile is made');
      await this.#give(asked, response);
    } catch (error) {
      if (!response.headersSent) refuse(response, 500, 'the profile could not be made');
      else response.destroy();
      this.log.warn({ err: error }, 'a profile was not made or not fetched to its end');
    } finally {
      this.#isBusy = false;
    }
  }

  async #give(asked: Wanted, response: ServerResponse): Promise<void> {
    switch (asked.wants) {
      case 'cpu': {
        const gone = new AbortController();
        response.once('close', () => gone.abort());
        const profile = await cpuProfile(asked.seconds, AbortSignal.any([this.#stopping.signal, gone.signal]));
        response.writeHead(200, headOf('cpuprofile')).end(profile);
        return;
      }
      case 'heap':
        // Written as it is read: a snapshot is larger than the heap.
        return pipeline(getHeapSnapshot(), response.writeHead(200, headOf('heapsnapshot')));
      default:
        return asked satisfies never;
    }
  }
}

function headOf(kind: string): Record<string, string> {
  return { 'content-type': 'application/json', 'content-disposition': `attachment; filename="relay-${process.pid}.${kind}"`, 'cache-control': 'no-store' };
}

function refuse(response: ServerResponse, status: number, error: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
}
