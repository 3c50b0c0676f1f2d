/** murmur3 x86 32-bit with seed 0 over the UTF-8 bytes of a text, which are never put into a buffer. */
export function murmur3(text: string): number {
  let hash = 0;
  let block = 0;
  let length = 0;

  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      append(unit);
      continue;
    }
    const codePoint = codePointAt(text, i, unit);
    if (codePoint > 0xffff) {
      i++;
      append(0xf0 | (codePoint >> 18));
      append(0x80 | ((codePoint >> 12) & 0x3f));
    } else if (codePoint > 0x7ff) {
      append(0xe0 | (codePoint >> 12));
    }
    append(codePoint > 0x7ff ? 0x80 | ((codePoint >> 6) & 0x3f) : 0xc0 | (codePoint >> 6));
    append(0x80 | (codePoint & 0x3f));
  }
  return finish(hash ^ scramble(block), length);

  function append(byte: number): void {
    block |= byte << ((length & 3) * 8);
    length++;
    if ((length & 3) !== 0) return;

    hash ^= scramble(block);
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
    block = 0;
  }
}

// Half a surrogate pair has no UTF-8 form and counts as the replacement character.
function codePointAt(text: string, index: number, unit: number): number {
  const codePoint = text.codePointAt(index) ?? unit;
  return codePoint >= 0xd800 && codePoint <= 0xdfff ? 0xfffd : codePoint;
}

function scramble(block: number): number {
  const mixed = Math.imul(block, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}

function finish(hash: number, length: number): number {
  let mixed = hash ^ length;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
