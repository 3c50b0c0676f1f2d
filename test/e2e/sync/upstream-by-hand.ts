import type { ConfigItem, EnvironmentConfig } from '../../../src/kernel/configuration.js';
import type { Target } from '../../../src/kernel/target.js';
import { SaasClientPort, UpstreamUnavailable, type FetchedItems, type UpstreamMessage, type UpstreamSession, type UpstreamStream } from '../../../src/ports/saas-client.port.js';
import { StreamByHand } from './stream-by-hand.js';

type Asked = 'authenticate' | 'configuration' | 'environment' | 'flags' | 'segments' | 'stream';

interface Held {
  readonly asked: Asked;
  readonly answer: () => void;
  readonly fail: (error: Error) => void;
}

/** An upstream whose answers a test holds back: what is answered is fixed when it is asked for, as on a slow network. */
export class UpstreamByHand extends SaasClientPort {
  readonly environments = new Map<string, EnvironmentConfig>();
  readonly streams: StreamByHand[] = [];
  readonly asked: Asked[] = [];
  readonly held: Held[] = [];
  readonly #holding = new Set<Asked>();
  readonly #failing = new Map<Asked, Error>();

  hold(...asked: Asked[]): void {
    for (const each of asked) this.#holding.add(each);
  }

  /** Answers what is held of this kind, and holds no more of it. */
  release(asked: Asked): void {
    this.#holding.delete(asked);
    for (const each of this.held.splice(0)) {
      if (each.asked === asked) each.answer();
      else this.held.push(each);
    }
  }

  fail(asked: Asked, error: Error = new UpstreamUnavailable('failed by hand')): void {
    this.#failing.set(asked, error);
  }

  recover(asked: Asked): void {
    this.#failing.delete(asked);
  }

  put(environment: string, content: { flags?: readonly ConfigItem[]; segments?: readonly ConfigItem[]; keys?: readonly string[] }): void {
    const before = this.environments.get(environment);
    this.environments.set(environment, {
      id: environment,
      featureConfigs: content.flags ?? before?.featureConfigs ?? [],
      segments: content.segments ?? before?.segments ?? [],
      authKeys: content.keys ?? before?.authKeys ?? [],
    });
  }

  tell(change: UpstreamMessage): void {
    this.streams.at(-1)?.tell(change);
  }

  authenticate(): Promise<UpstreamSession> {
    return this.#answer('authenticate', { environments: [...this.environments.keys()], clusterIdentifier: '1' });
  }

  async *fetchConfiguration(): AsyncGenerator<EnvironmentConfig> {
    yield* await this.#answer('configuration', [...this.environments.values()]);
  }

  fetchEnvironment(environment: string): Promise<EnvironmentConfig | undefined> {
    return this.#answer('environment', this.environments.get(environment));
  }

  fetchFeatureConfigs(environment: string): Promise<FetchedItems> {
    return this.#answer('flags', { items: this.environments.get(environment)?.featureConfigs ?? [], isWhole: true });
  }

  fetchSegments(environment: string): Promise<FetchedItems> {
    return this.#answer('segments', { items: this.environments.get(environment)?.segments ?? [], isWhole: true });
  }

  async *fetchTargets(): AsyncGenerator<Target> {}

  async openStream(): Promise<UpstreamStream> {
    const stream = await this.#answer('stream', new StreamByHand());
    this.streams.push(stream);
    return stream;
  }

  #answer<T>(asked: Asked, value: T): Promise<T> {
    this.asked.push(asked);
    const failure = this.#failing.get(asked);
    if (failure) return Promise.reject(failure);
    if (!this.#holding.has(asked)) return Promise.resolve(value);
    return new Promise((resolve, reject) => this.held.push({ asked, answer: () => resolve(value), fail: reject }));
  }
}
