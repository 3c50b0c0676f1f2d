import { CheckedServer, type Checking } from './checked-server.js';
import { masterOf } from './master-of.js';

const mostServers = 1_000;

/** Every server of a Cluster is asked and judged by itself: one that is frozen leaves the others as they are. */
export class CheckedServers {
  readonly #servers = new Map<string, CheckedServer>();

  constructor(private readonly checking: Checking) {}

  of(key: string): CheckedServer {
    const name = masterOf(this.checking.client, key);
    const known = this.#servers.get(name);
    if (known) return known;

    // Masters come and go: those that went are forgotten at some time.
    if (this.#servers.size >= mostServers) this.#servers.clear();
    const server = new CheckedServer(this.checking);
    this.#servers.set(name, server);
    return server;
  }
}
