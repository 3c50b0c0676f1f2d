import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

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
  readonly #text: () => string;
  #plain: Buffer | undefined;
  #digest: string | undefined;
  readonly #heads = new Map<Encoding, readonly string[]>();
  readonly #headsUnchanged = new Map<Encoding, readonly string[]>();
  readonly #compressed = new Map<Encoding, Buffer | Promise<Buffer>>();

  constructor(text: () => string) {
    this.#text = text;
  }

  get plain(): Buffer {
    return (this.#plain ??= Buffer.from(this.#text()));
  }

  get worthCompressing(): boolean {
    return this.plain.length >= minCompressedBytes;
  }

  /** A strong validator: differs between any two bodies and between the encodings of one. */
  etag(encoding: Encoding): string {
    this.#digest ??= createHash('sha256').update(this.plain).digest('base64url').slice(0, 22);
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
