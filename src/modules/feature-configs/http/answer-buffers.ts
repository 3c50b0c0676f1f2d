/** Less is cheap to allocate; more is too much to keep. */
const minBytes = 16 * 1024;
const maxBytes = 1024 * 1024;
const maxIdleBytes = 8 * 1024 * 1024;

/**
 * Memory for large answers, used again once an answer is with the operating system: fresh memory would be asked of it for
 * every answer, page by page, which takes longer than the evaluation. What is not given back is collected like any other.
 */
export class AnswerBuffers {
  readonly #own = new WeakSet<ArrayBufferLike>();
  readonly #idle = new Map<number, ArrayBufferLike[]>();
  #idleBytes = 0;

  take(length: number): Buffer {
    if (length < minBytes || length > maxBytes) return Buffer.allocUnsafe(length);

    const size = 2 ** Math.ceil(Math.log2(length));
    const memory = this.#idle.get(size)?.pop();
    if (memory === undefined) return this.#allocate(size, length);
    this.#idleBytes -= size;
    return Buffer.from(memory, 0, length);
  }

  /** Only when nobody reads the bytes any more. Others than those taken here are left alone. */
  giveBack({ buffer: memory }: Buffer): void {
    const size = memory.byteLength;
    if (!this.#own.has(memory) || this.#idleBytes + size > maxIdleBytes) return;

    const idle = this.#idle.get(size);
    if (idle === undefined) this.#idle.set(size, [memory]);
    else if (!idle.includes(memory)) idle.push(memory);
    else return;
    this.#idleBytes += size;
  }

  #allocate(size: number, length: number): Buffer {
    const { buffer: memory } = Buffer.allocUnsafeSlow(size);
    this.#own.add(memory);
    return Buffer.from(memory, 0, length);
  }
}
