import { EventEmitter, once } from 'node:events';
import type { RelayChange } from '../../../kernel/changes.js';
import { Fenced } from '../lease/fenced.js';
import { reconnectDelayMs } from '../reconnect-delay.js';
import { changeText } from './message-text.js';

const mostKept = 10_000;

/**
 * What other nodes have not been told yet, sent in order once that is possible again: of each item the last change, and the deletion
 * before it. An item that began anew may have a lower version, which nobody takes who has not heard of its end.
 */
export class Outbox {
  readonly #sent = new EventEmitter();
  readonly #waiting = new Map<string, RelayChange>();
  #timer: NodeJS.Timeout | undefined;
  #isSending = false;
  #hasStopped = false;

  constructor(
    /** Rejects when the change could not be sent. `isLast`: no later change of the item waits. */
    private readonly send: (change: RelayChange, isLast: boolean) => Promise<void>,
    /** `bound`: too many waited. `superseded`: another node leads, has read everything anew and tells of it itself. */
    private readonly givenUp: (changes: number, reason: 'bound' | 'superseded') => void,
  ) {}

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  add(change: RelayChange): void {
    const item = itemOf(change);
    const before = this.#waiting.get(item);
    if (before && isRetold(change)) this.#addToNews(change, before);
    else this.#add(change, before);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > mostKept && oldest !== undefined) {
      this.#waiting.delete(oldest);
      this.givenUp(1, 'bound');
    }
    this.#schedule(1);
  }

  /** What waits is still news, which what is retold would take from it: only a deletion that does not wait is added, before it. */
  #addToNews(change: RelayChange, waiting: RelayChange): void {
    const item = itemOf(change);
    if (isDeletion(waiting)) {
      if (!isDeletion(change)) this.#add(change, waiting);
    } else if (isDeletion(change) && !this.#waiting.has(beforeThat(item))) {
      this.#waiting.set(beforeThat(item), change);
      this.#waiting.delete(item);
      this.#waiting.set(item, waiting);
    }
  }

  #add(change: RelayChange, before: RelayChange | undefined): void {
    const item = itemOf(change);
    if (isDeletion(change)) this.#waiting.delete(beforeThat(item));
    else if (before && isDeletion(before)) this.#waiting.set(beforeThat(item), before);
    this.#waiting.delete(item);
    this.#waiting.set(item, change);
  }

  /** Another node speaks of the item, and what waits here is older, unless it is retold: then that is known; or what waits here has arrived after all (`isSame`). */
  forget(change: RelayChange, isSame: boolean): void {
    const item = itemOf(change);
    for (const name of [beforeThat(item), item]) {
      const waiting = this.#waiting.get(name);
      if (waiting && (isSame ? isSameMessage(waiting, change) : !isRetold(waiting))) this.#drop(name, item);
    }
  }

  /** It is known. Where its deletion is still to be told again, that must not come last: it is told again behind that. */
  #drop(name: string, item: string): void {
    const known = this.#waiting.get(name);
    this.#waiting.delete(name);
    const before = this.#waiting.get(beforeThat(item));
    if (name === item && known && known.domain !== 'proxy' && before && isRetold(before)) this.#waiting.set(item, { ...known, isRetold: true });
  }

  /** Resolves once nothing waits, or after `limitMs`. */
  async drained(limitMs: number): Promise<void> {
    if (this.isEmpty) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#isSending) void this.#sendAll(1);
    await once(this.#sent, 'all', { signal: AbortSignal.timeout(limitMs) }).catch(() => undefined);
  }

  stop(): void {
    this.#hasStopped = true;
    clearTimeout(this.#timer);
  }

  #schedule(attempt: number): void {
    if (this.#timer !== undefined || this.#isSending || this.#hasStopped || this.isEmpty) return;
    this.#timer = setTimeout(() => void this.#sendAll(attempt), reconnectDelayMs(attempt));
    this.#timer.unref();
  }

  async #sendAll(attempt: number): Promise<void> {
    this.#timer = undefined;
    this.#isSending = true;
    let failures = 0;
    try {
      for (let next = this.#first(); next !== undefined && !this.#hasStopped; next = this.#first()) {
        const [name, change] = next;
        const item = itemOf(change);
        await this.send(change, name === item);
        for (const sent of [beforeThat(item), item]) if (this.#waiting.get(sent) === change) this.#drop(sent, item);
      }
    } catch (error) {
      failures = attempt + 1;
      // Another leader has read the configuration anew and tells of it itself.
      if (error instanceof Fenced && !error.mayPass) this.#giveAllUp();
    }
    this.#isSending = false;
    if (this.isEmpty) this.#sent.emit('all');
    this.#schedule(Math.max(1, failures));
  }

  #first(): readonly [name: string, change: RelayChange] | undefined {
    const [first] = this.#waiting;
    return first;
  }

  #giveAllUp(): void {
    const { size } = this.#waiting;
    this.#waiting.clear();
    if (size > 0) this.givenUp(size, 'superseded');
  }
}

function itemOf(change: RelayChange): string {
  if (change.domain !== 'proxy') return JSON.stringify([change.domain, change.environment, change.identifier]);
  if (change.event === 'proxyKeyDeleted') return change.event;
  return 'authKey' in change ? JSON.stringify([change.environment, change.authKey]) : JSON.stringify(change.environments);
}

function isDeletion(change: RelayChange): boolean {
  return change.domain !== 'proxy' && change.event === 'delete';
}

function isRetold(change: RelayChange): boolean {
  return change.domain !== 'proxy' && change.isRetold === true;
}

function beforeThat(item: string): string {
  return `before ${item}`;
}

function isSameMessage(waiting: RelayChange, read: RelayChange): boolean {
  return changeText(waiting) === changeText(read);
}
