import { setTimeout as delay } from 'node:timers/promises';
import { Diary } from './diary.js';
import { byName, type Item } from './truth.js';

/** Without a byte for this long a stream counts as dead. */
const silenceMs = 30_000;
const answerMs = 4_000;
const retryMs = 300;

type Domain = 'flag' | 'target-segment';

const routes: Readonly<Record<Domain, string>> = { flag: 'feature-configs', 'target-segment': 'target-segments' };

/**
 * A server SDK with the habits of the strictest ones: it authenticates once, reads everything once, and then only what events name;
 * it drops a version that is not higher than its own, and opens a broken stream again without reading anything again.
 */
export class StrictSdk {
  readonly held: Readonly<Record<Domain, Map<string, Item>>> = { flag: new Map(), 'target-segment': new Map() };
  readonly counts = { streams: 0, refusedStreams: 0, events: 0, failedReads: 0 };
  readonly diary = new Diary();
  readonly #stopping = new AbortController();
  #ended: Promise<void> = Promise.resolve();
  #token = '';

  /** `node` is the name of the relay behind `url`. */
  constructor(
    readonly node: string,
    private readonly url: string,
    readonly environment: string,
    private readonly sdkKey: string,
  ) {}

  async start(): Promise<void> {
    const answer = await fetch(`${this.url}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey: this.sdkKey }) });
    if (!answer.ok) throw new Error(`authentication is answered ${answer.status}`);
    this.#token = ((await answer.json()) as { authToken: string }).authToken;
    for (const domain of ['flag', 'target-segment'] as const) {
      for (const [name, item] of byName(await this.#read<Item[]>(routes[domain]))) this.held[domain].set(name, item);
    }
    this.#ended = this.#follow();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  async #follow(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#stream().catch(() => undefined);
      this.diary.note('the stream has ended');
      await this.#pause(retryMs * (0.5 + Math.random()));
    }
  }

  async #stream(): Promise<void> {
    const dead = new AbortController();
    const signal = AbortSignal.any([dead.signal, this.#stopping.signal]);
    let timer = setTimeout(() => dead.abort(), answerMs);
    try {
      const answer = await fetch(`${this.url}/stream?cluster=1`, { headers: this.#headers, signal });
      this.counts[answer.ok ? 'streams' : 'refusedStreams'] += 1;
      this.diary.note(`a stream is answered ${answer.status}`);
      if (!answer.ok || answer.body === null) return;
      let text = '';
      for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
        clearTimeout(timer);
        timer = setTimeout(() => dead.abort(), silenceMs);
        const messages = `${text}${chunk}`.split('\n\n');
        text = messages.pop() ?? '';
        for (const message of messages) await this.#hear(message);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  async #hear(message: string): Promise<void> {
    const [, data] = /^data: (.*)$/m.exec(message) ?? [];
    if (data === undefined) return;
    this.counts.events += 1;
    const { event, domain, identifier } = JSON.parse(data) as { event: string; domain: Domain; identifier: string };
    this.diary.note(`hears ${data}`);
    if (event === 'delete') this.held[domain].delete(identifier);
    else await this.#take(domain, identifier);
  }

  async #take(domain: Domain, identifier: string): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        const item = await this.#read<Item | undefined>(`${routes[domain]}/${encodeURIComponent(identifier)}`);
        this.diary.note(`reads ${identifier}: version ${item?.version ?? 'none'}, holds ${this.held[domain].get(identifier)?.version ?? 'none'}`);
        if (item && item.version > (this.held[domain].get(identifier)?.version ?? 0)) this.held[domain].set(identifier, item);
        return;
      } catch {
        this.counts.failedReads += 1;
        await this.#pause(retryMs);
      }
    }
  }

  /** Undefined for what is not there. */
  async #read<T>(what: string): Promise<T> {
    const answer = await fetch(`${this.url}/client/env/${this.environment}/${what}?cluster=1&rules=v2`, {
      headers: this.#headers,
      signal: AbortSignal.timeout(answerMs),
    });
    if (answer.status === 404) return undefined as T;
    if (!answer.ok) throw new Error(`${what} is answered ${answer.status}`);
    return (await answer.json()) as T;
  }

  get #headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#token}`, 'api-key': this.sdkKey, 'harness-sdk-info': 'Strict 1.0.0 Server' };
  }

  async #pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
