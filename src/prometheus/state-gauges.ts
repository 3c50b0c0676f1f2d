import { hostname } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import type { RelayConfig } from '../config/relay-config.js';
import { RELAY_CONFIG } from '../config/relay-config.token.js';
import { relayVersion } from '../config/relay-version.js';
import { ReadModel } from '../read-model/read-model.js';
import { RelayState } from '../read-model/relay-state.js';
import { RelayMetrics } from './relay-metrics.js';

/** Environments with a series of their own; of more than these the ones that are behind the longest. */
const mostEnvironments = 500;

interface Reading<L extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly L[];
  readonly read: (gauge: Gauge<L>) => void;
}

/** What the relay knows about itself, read when it is scraped. */
@Injectable()
export class StateGauges {
  constructor(
    private readonly metrics: RelayMetrics,
    private readonly state: RelayState,
    private readonly readModel: ReadModel,
    @Inject(RELAY_CONFIG) { role }: RelayConfig,
  ) {
    const host = hostname();
    const version = relayVersion();
    this.#add({
      name: 'ff_relay_build_info',
      help: 'Always 1: which relay this is',
      labels: ['version', 'role', 'node'],
      read: (gauge) => gauge.set({ version, role, node: process.version }, 1),
    });
    this.#add({
      name: 'ff_proxy_stream_health',
      help: '1 while the changes of every environment are heard of: the SaaS stream is connected, here or as the leader tells',
      labels: ['host'],
      read: (gauge) => gauge.set({ host }, state.wholeStream.state === 'CONNECTED' ? 1 : 0),
    });
    this.#add({ name: 'ff_relay_leader', help: '1 while this node talks to SaaS and writes the cache', read: (gauge) => gauge.set(state.isLeading ? 1 : 0) });
    this.#add({ name: 'ff_relay_ready', help: '1 while requests should be sent here', read: (gauge) => gauge.set(state.config.state === 'SYNCED' && !state.shuttingDown ? 1 : 0) });
    this.#add({ name: 'ff_relay_environments', help: 'Environments served', read: (gauge) => gauge.set(readModel.size) });
    this.#add({
      name: 'ff_relay_data_age_seconds',
      help: `Seconds for which an environment may have been behind SaaS: 0 while changes are heard of and none is awaited; of more than ${mostEnvironments} environments the oldest`,
      labels: ['envID'],
      read: (gauge) => this.#readAges(gauge),
    });
  }

  #add<L extends string>({ name, help, labels = [], read }: Reading<L>): void {
    const gauge: Gauge<L> = new Gauge({ name, help, labelNames: [...labels], registers: [this.metrics.registry], collect: () => read(gauge) });
  }

  #readAges(gauge: Gauge<'envID'>): void {
    const now = Date.now();
    const { ages } = this.readModel;
    const all = this.readModel.environmentIds().map((envID) => ({ envID, ms: ages.age(envID, this.state.toldUntil(envID), now) }));
    const shown = all.length > mostEnvironments ? all.toSorted((one, other) => other.ms - one.ms || (one.envID < other.envID ? -1 : 1)).slice(0, mostEnvironments) : all;
    gauge.reset();
    for (const { envID, ms } of shown) gauge.set({ envID }, ms / 1000);
  }
}
