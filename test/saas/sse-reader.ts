const LIMIT_MS = 5_000;

/** Reads an event stream as text. */
export class SseReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  readonly #abort: AbortController;
  #text = '';

  static async open(url: string, headers: Record<string, string>): Promise<SseReader> {
    const abort = new AbortController();
    const { status, body } = await fetch(url, { headers, signal: abort.signal });
    if (status !== 200 || body === null) throw new Error(`the stream is answered ${status}`);
    return new SseReader(body.getReader(), abort);
  }

  private constructor(reader: ReadableStreamDefaultReader<Uint8Array>, abort: AbortController) {
    this.#reader = reader;
    this.#abort = abort;
  }

  /** Everything read so far. */
  get text(): string {
    return this.#text;
  }

  /** Resolves once `part` was read; rejects when the stream ends or breaks before. */
  async until(part: string): Promise<string> {
    const timer = setTimeout(() => this.#abort.abort(), LIMIT_MS);
    try {
      while (!this.#text.includes(part)) {
        const { done, value } = await this.#reader.read();
        if (done) throw new Error('the stream ended');
        this.#text += this.#decoder.decode(value, { stream: true });
      }
    } finally {
      clearTimeout(timer);
    }
    return this.#text;
  }

  close(): void {
    this.#abort.abort();
  }
}
