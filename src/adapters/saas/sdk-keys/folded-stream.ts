import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { UpstreamRejected, UpstreamUnavailable } from '../../../ports/saas-client.port.js';
import type { UpstreamMessage, UpstreamStream } from '../../../ports/saas-client.port.js';
import { EnvironmentStream } from './environment-stream.js';
import type { StreamListener } from './environment-stream.js';
import { MessageChannel } from './message-channel.js';

/** How long streams that are not open yet are waited for once another one is. */
const graceMs = 2_000;

/** What a folded stream is made of. */
export interface StreamParts {
  readonly pollIntervalMs: number;
  /** Opens the stream of one environment. Rejects with the port's errors. */
  open(environment: EnvironmentId): Promise<UpstreamStream>;
}

/**
 * One stream out of many, one for each environment. One that is lost interrupts its own environment and is opened again; the whole
 * is lost with the last of them.
 */
export class FoldedStream implements UpstreamStream {
  readonly #channel = new MessageChannel<UpstreamMessage>();
  readonly #parts: StreamParts;
  readonly #streams = new Map<EnvironmentId, EnvironmentStream>();
  readonly #open = new Set<EnvironmentId>();
  /** Of streams that are down. */
  readonly #faults = new Map<EnvironmentId, Error>();
  readonly #interrupted = new Set<EnvironmentId>();
  readonly #closing = new AbortController();
  readonly #listener: StreamListener = {
    opened: (environment) => this.#opened(environment),
    message: (message) => this.#channel.put(message),
    lost: (environment, fault) => this.#lost(environment, fault),
  };
  #isStarting = true;
  #progress: () => void = () => undefined;

  constructor(parts: StreamParts) {
    // Whatever waits for one environment listens to it.
    setMaxListeners(0, this.#closing.signal);
    this.#parts = parts;
  }

  get messages(): AsyncIterable<UpstreamMessage> {
    return this.#channel;
  }

  /** Aborts when the stream is closed or lost. */
  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /** Resolves once one of the streams is open and the others have had their chance. Rejects when none can be opened. */
  async start(environments: readonly EnvironmentId[]): Promise<void> {
    for (const environment of environments) this.#follow(environment);
    const isTried = (environment: EnvironmentId) => this.#open.has(environment) || this.#faults.has(environment);
    while (this.#open.size === 0 && !environments.every(isTried)) await this.#nextProgress();
    const grace = delay(graceMs, 'over', { ref: false, signal: this.#closing.signal }).catch(() => 'over');
    while (!environments.every(isTried)) if ((await Promise.race([this.#nextProgress(), grace])) === 'over') break;
    this.#isStarting = false;
    if (this.#open.size === 0) throw this.#fail();
    const missing = environments.filter((environment) => !this.#open.has(environment));
    for (const environment of missing) void this.#interrupt(environment, this.#faults.get(environment) ?? new Error('its stream is not open yet'));
  }

  /** One more environment, which is interrupted until its stream is open. Resolves once that has been told. */
  async add(environment: EnvironmentId): Promise<void> {
    if (this.#streams.has(environment)) return;
    await this.#interrupt(environment, new Error('its stream is not open yet'));
    if (!this.#closing.signal.aborted) this.#follow(environment);
  }

  put(message: UpstreamMessage): Promise<void> {
    return this.#channel.put(message);
  }

  close(): void {
    this.#end();
  }

  #follow(environment: EnvironmentId): void {
    const stream = new EnvironmentStream(environment, () => this.#parts.open(environment), this.#listener, this.#parts.pollIntervalMs);
    this.#streams.set(environment, stream);
    void stream.run();
  }

  async #opened(environment: EnvironmentId): Promise<void> {
    this.#open.add(environment);
    this.#faults.delete(environment);
    this.#progress();
    if (this.#interrupted.delete(environment)) await this.#channel.put({ domain: 'stream', event: 'resumed', environments: [environment] });
  }

  async #lost(environment: EnvironmentId, fault: Error): Promise<void> {
    const wasOpen = this.#open.delete(environment);
    this.#faults.set(environment, fault);
    this.#progress();
    if (this.#isStarting) return;
    if (wasOpen && this.#open.size === 0) this.#fail();
    else await this.#interrupt(environment, fault);
  }

  async #interrupt(environment: EnvironmentId, { message: reason }: Error): Promise<void> {
    if (this.#interrupted.has(environment)) return;
    this.#interrupted.add(environment);
    await this.#channel.put({ domain: 'stream', event: 'interrupted', environments: [environment], reason });
  }

  /** The end of it all, for the reason of one of the streams: rather one that may pass. */
  #fail(): Error {
    const faults = [...this.#faults.values()];
    const fault = faults.find((each) => !(each instanceof UpstreamRejected)) ?? faults[0] ?? new UpstreamUnavailable('There is no environment to follow');
    this.#end(fault);
    return fault;
  }

  #end(fault?: Error): void {
    this.#closing.abort();
    for (const stream of this.#streams.values()) stream.close();
    this.#channel.end(fault);
  }

  async #nextProgress(): Promise<void> {
    await new Promise<void>((resolve) => (this.#progress = resolve));
  }
}
