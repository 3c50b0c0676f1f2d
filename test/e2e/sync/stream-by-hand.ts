import { UpstreamUnavailable, type UpstreamMessage, type UpstreamStream } from '../../../src/ports/saas-client.port.js';

/** An upstream stream that tells and breaks when the test says so. */
export class StreamByHand implements UpstreamStream {
  readonly messages: AsyncIterable<UpstreamMessage>;
  readonly #waiting: UpstreamMessage[] = [];
  #end: 'open' | 'closed' | 'lost' = 'open';
  #wake: () => void = () => undefined;

  constructor() {
    this.messages = this.#read();
  }

  get isOpen(): boolean {
    return this.#end === 'open';
  }

  tell(change: UpstreamMessage): void {
    this.#waiting.push(change);
    this.#wake();
  }

  lose(): void {
    if (this.#end === 'open') this.#end = 'lost';
    this.#wake();
  }

  close(): void {
    if (this.#end === 'open') this.#end = 'closed';
    this.#wake();
  }

  async *#read(): AsyncGenerator<UpstreamMessage> {
    for (;;) {
      for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) yield next;
      if (this.#end === 'closed') return;
      if (this.#end === 'lost') throw new UpstreamUnavailable('lost by hand');
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
