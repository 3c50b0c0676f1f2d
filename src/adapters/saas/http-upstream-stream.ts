import { createParser } from 'eventsource-parser';
import type { EventSourceParser } from 'eventsource-parser';
import type { RelayChange } from '../../kernel/changes.js';
import { UpstreamUnavailable } from '../../ports/saas-client.port.js';
import type { UpstreamStream } from '../../ports/saas-client.port.js';
import { messageOutline } from './message-outline.js';
import { expectAccepted } from './saas-answer.js';
import type { SaasOutlet } from './saas-outlet.js';
import type { Body, OpenAnswer } from './saas-transport.js';

/** What a message tells, or undefined when it is none that the relay understands. */
type Understand = (data: string) => RelayChange | undefined;

/**
 * The open SaaS stream. Bytes are read only when the reader asks for the next change, so a slow reader holds back the
 * sender and nothing gathers here. `messages` ends when it is closed here and rejects when it is lost.
 */
export class HttpUpstreamStream implements UpstreamStream {
  readonly messages: AsyncIterable<RelayChange>;
  readonly #body: Body;
  readonly #outlet: SaasOutlet;
  readonly #understand: Understand;
  readonly #waiting: string[] = [];
  #isClosed = false;
  #isEventTooLarge = false;

  /** Throws the port's error when the answer is no stream. */
  static in(answer: OpenAnswer, outlet: SaasOutlet, understand: Understand): HttpUpstreamStream {
    expectAccepted(answer.status, '/stream');
    if (answer.body !== undefined && answer.contentType.startsWith('text/event-stream')) return new HttpUpstreamStream(answer.body, outlet, understand);
    answer.body?.on('error', () => {}).destroy();
    throw new UpstreamUnavailable('The answer of /stream is no event stream');
  }

  private constructor(body: Body, outlet: SaasOutlet, understand: Understand) {
    this.#body = body;
    this.#outlet = outlet;
    this.#understand = understand;
    // A stream that breaks while nobody reads must not bring down the process; whoever reads next learns of it.
    body.on('error', () => {});
    this.messages = this.#changes();
  }

  close(): void {
    this.#isClosed = true;
    this.#waiting.length = 0;
    this.#body.destroy();
  }

  async *#changes(): AsyncGenerator<RelayChange, void, undefined> {
    const parser = this.#newParser();
    try {
      for await (const text of this.#texts()) {
        parser.feed(text);
        yield* this.#understood();
        if (this.#isEventTooLarge) throw new UpstreamUnavailable('The upstream sent an event beyond every bound');
      }
      if (!this.#isClosed) throw new UpstreamUnavailable('The upstream ended the stream');
    } catch (cause) {
      if (this.#isClosed) return;
      this.#outlet.metrics.saasMessages.inc({ topic: '*', error: 'stream_disconnect' });
      throw cause instanceof UpstreamUnavailable ? cause : new UpstreamUnavailable('The stream of the upstream broke', { cause });
    } finally {
      this.#body.destroy();
    }
  }

  #newParser(): EventSourceParser {
    return createParser({
      maxBufferSize: this.#outlet.limits.maxEventChars,
      onEvent: ({ data }) => {
        if (data !== '') this.#waiting.push(data);
      },
      // An event that is cut away would be a change that is missed. To lose the stream makes the relay fetch everything.
      onError: ({ type }) => {
        this.#isEventTooLarge ||= type === 'max-buffer-size-exceeded';
      },
    });
  }

  /** What arrives, with a limit on each wait. Time during which the reader is busy does not count. */
  async *#texts(): AsyncGenerator<string, void, undefined> {
    const decoder = new TextDecoder();
    const chunks = this.#body[Symbol.asyncIterator]();
    for (;;) {
      const idle = setTimeout(() => this.#body.destroy(new UpstreamUnavailable('The stream of the upstream is idle')), this.#outlet.streamIdleTimeoutMs);
      const next = await chunks.next().finally(() => clearTimeout(idle));
      if (next.done === true) return;
      if (next.value instanceof Uint8Array) yield decoder.decode(next.value, { stream: true });
    }
  }

  *#understood(): Generator<RelayChange, void, undefined> {
    for (let data = this.#waiting.shift(); data !== undefined; data = this.#waiting.shift()) {
      const change = this.#understand(data);
      this.#outlet.metrics.saasMessages.inc({ topic: '*', error: change === undefined ? 'err_parsing_message' : 'false' });
      if (change !== undefined) yield change;
      else this.#outlet.log.warn(messageOutline(data), 'left out a message of the upstream that cannot be understood');
    }
  }
}
