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
  readonly #heads = new Map<string, Readonly<Record<string, string>>>();
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

  /** The headers that go with the bytes, or with a 304 in their place. Made once: shared, not to be changed. */
  head(encoding: Encoding, unchanged: boolean): Readonly<Record<string, string>> {
    const name = unchanged ? `${encoding} unchanged` : encoding;
    const made = this.#heads.get(name) ?? this.#headOf(encoding, unchanged);
    this.#heads.set(name, made);
    return made;
  }

  /** A promise only while the compressed form is being made for the first time. */
  bytes(encoding: Encoding): Buffer | Promise<Buffer> {
    if (encoding === 'identity') return this.plain;
    return this.#compressed.get(encoding) ?? this.#compress(encoding);
  }

  #headOf(encoding: Encoding, unchanged: boolean): Record<string, string> {
    return {
      etag: this.etag(encoding),
      'cache-control': 'no-cache',
      ...(this.worthCompressing && { vary: 'Accept-Encoding' }),
      ...(!unchanged && { 'content-type': 'application/json; charset=utf-8' }),
      ...(!unchanged && encoding !== 'identity' && { 'content-encoding': encoding }),
    };
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
