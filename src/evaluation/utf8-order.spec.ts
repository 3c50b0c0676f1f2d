import fc from 'fast-check';
import { murmur3 } from './murmur3.js';
import { compareUtf8 } from './utf8-order.js';

const text = fc.string({ unit: 'binary' });

describe('the order of UTF-8 bytes', () => {
  it('is the order of the encoded texts', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the hash', () => {
  it.each([
    ['', 0],
    ['test', 0xba6bd213],
    ['Hello, world!', 0xc0363e43],
    ['The quick brown fox jumps over the lazy dog', 0x2e4ff723],
  ])('of %p is the published one', (value, hash) => {
    expect(murmur3(value)).toBe(hash);
  });

  it('takes half a surrogate pair for the replacement character, as its encoded bytes do', () => {
    expect(murmur3('a\ud800b')).toBe(murmur3('a\ufffdb'));
  });
});
