import { createHash, type Hash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { ShortTurns } from '../kernel/short-turns.js';

export type Encoding = 'identity' | 'gzip' | 'br';

const gzipAsync = promisify(gzip);
const brotliAsync = promisify(brotliCompress);

/** Below this a compressed answer is not worth its header. */
const minCompressedBytes = 1024;

const etagSuffix: Record<Encoding, string> = { identity: '', gzip: '-gzip', br: '-br' };

/**
 * One response body. Its bytes are made once, on first use, and shared by every request that is answered with it; the
 * compressed forms are made off the event loop.
 */
export class EncodedBody {
  readonly #parts: () => Iterable<string>;
  #plain: Buffer | undefined;
  #making: Promise<void> | undefined;
  #digest: string | undefined;
  readonly #heads = new Map<Encoding, readonly string[]>();
  readonly #headsUnchanged = new Map<Encoding, readonly string[]>();
  readonly #compressed = new Map<Encoding, Buffer | Promise<Buffer>>();

  constructor(parts: () => Iterable<string>) {
    this.#parts = parts;
  }

  get plain(): Buffer {
    return (this.#plain ??= Buffer.from([...this.#parts()].join('')));
  }

  get isMade(): boolean {
    return this.#plain !== undefined && this.#digest !== undefined;
  }

  /** To be waited for before anything else is asked for: a list may be of many megabytes. Undefined once it is made. */
  make(): Promise<void> | undefined {
    if (this.isMade) return undefined;
    return (this.#making ??= this.#makeInTurns().finally(() => (this.#making = undefined)));
  }

  get worthCompressing(): boolean {
    return this.plain.length >= minCompressedBytes;
  }

  /** A strong validator: differs between any two bodies and between the encodings of one. */
  etag(encoding: Encoding): string {
    this.#digest ??= digestOf(createHash('sha256').update(this.plain));
    return `"${this.#digest}${etagSuffix[encoding]}"`;
  }

  /** The headers that go with the bytes, or with a 304 in their place: names and values in turn. Made once, with them. */
  head(encoding: Encoding, isUnchanged: boolean): readonly string[] {
    const heads = isUnchanged ? this.#headsUnchanged : this.#heads;
    const made = heads.get(encoding) ?? this.#headOf(encoding, isUnchanged);
    heads.set(encoding, made);
    return made;
  }

  /** A promise only while the compressed form is being made for the first time. */
  bytes(encoding: Encoding): Buffer | Promise<Buffer> {
    if (encoding === 'identity') return this.plain;
    return this.#compressed.get(encoding) ?? this.#compress(encoding);
  }

  async #makeInTurns(): Promise<void> {
    const turns = new ShortTurns();
    const hash = createHash('sha256');
    const all: Buffer[] = [];
    for (const part of this.#parts()) {
      const bytes = Buffer.from(part);
      hash.update(bytes);
      all.push(bytes);
      await turns.pause();
    }
    this.#plain ??= Buffer.concat(all);
    this.#digest ??= digestOf(hash);
  }

  #headOf(encoding: Encoding, isUnchanged: boolean): string[] {
    const head = ['etag', this.etag(encoding), 'cache-control', 'no-cache'];
    if (this.worthCompressing) head.push('vary', 'Accept-Encoding');
    if (isUnchanged) return head;
    head.push('content-type', 'application/json; charset=utf-8');
    if (encoding !== 'identity') head.push('content-encoding', encoding);
    return head;
  }

  #compress(encoding: 'gzip' | 'br'): Promise<Buffer> {
    const compressing =
      encoding === 'gzip'
        ? gzipAsync(this.plain, { level: 6 })
        : brotliAsync(this.plain, {
            params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: this.plain.length },
          });
    const kept = compressing.then(
      (bytes) => {
        this.#compressed.set(encoding, bytes);
        return bytes;
      },
      (error: unknown) => {
        this.#compressed.delete(encoding);
        throw error;
      },
    );
    this.#compressed.set(encoding, kept);
    return kept;
  }
}

function digestOf(hash: Hash): string {
  return hash.digest('base64url').slice(0, 22);
}
