import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { EncodedBody } from './encoded-body.js';

describe('an encoded body', () => {
  const text = JSON.stringify(Array.from({ length: 200 }, (_, index) => ({ feature: `flag-${index}`, name: 'Zürich' })));

  it('makes its text once, and only when it is used', () => {
    let made = 0;
    const body = new EncodedBody(() => `${++made}`);
    expect(made).toBe(0);

    expect(body.plain).toBe(body.plain);
    expect(body.etag('identity')).toBe(body.etag('identity'));
    expect(made).toBe(1);
  });

  it('compresses to what decompresses to the same bytes', async () => {
    const body = new EncodedBody(() => text);

    expect(gunzipSync(await body.bytes('gzip')).toString()).toBe(text);
    expect(brotliDecompressSync(await body.bytes('br')).toString()).toBe(text);
    expect(body.bytes('identity')).toBe(body.plain);
  });

  it('compresses once for all who ask at the same time, and answers at once from then on', async () => {
    const body = new EncodedBody(() => text);
    const [first, second] = [body.bytes('gzip'), body.bytes('gzip')];

    expect(second).toBe(first);
    expect(body.bytes('gzip')).toBe(first);
    const bytes = await first;
    expect(body.bytes('gzip')).toBe(bytes);
  });

  it('has another strong validator for each text and each encoding', () => {
    const tags = [new EncodedBody(() => 'a'), new EncodedBody(() => 'b')].flatMap((body) => [body.etag('identity'), body.etag('gzip'), body.etag('br')]);

    expect(new Set(tags).size).toBe(6);
    for (const tag of tags) expect(tag).toMatch(/^"[\w-]+"$/);
    expect(new EncodedBody(() => 'a').etag('br')).toBe(tags[2]);
  });

  it('is worth compressing from a kilobyte on', () => {
    expect(new EncodedBody(() => 'x'.repeat(1023)).worthCompressing).toBe(false);
    expect(new EncodedBody(() => 'x'.repeat(1024)).worthCompressing).toBe(true);
  });
});
