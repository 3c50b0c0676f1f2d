const replacement = '\ufffd';

/** Bytes as text, with one replacement character for every byte that is no part of valid UTF-8 (Go's count; the WHATWG decoder uses fewer). */
export function decodeUtf8(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes(replacement) ? decodeByteByByte(bytes) : text;
}

function decodeByteByByte(bytes: Buffer): string {
  let text = '';
  let valid = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      text += bytes.toString('utf8', valid, at) + replacement;
      valid = at + 1;
    }
    at += Math.max(1, length);
  }
  return text + bytes.toString('utf8', valid);
}

// How many bytes the character at this place has; 0 when there is none.
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i] ?? 0;
    const [from, to] = i === 1 ? secondByteRange(first) : [0x80, 0xbf];
    if (next < from || next > to) return 0;
  }
  return length;
}

// Leaves out overlong forms, halves of surrogate pairs and what lies beyond U+10FFFF.
function secondByteRange(first: number): readonly [number, number] {
  if (first === 0xe0) return [0xa0, 0xbf];
  if (first === 0xed) return [0x80, 0x9f];
  if (first === 0xf0) return [0x90, 0xbf];
  return first === 0xf4 ? [0x80, 0x8f] : [0x80, 0xbf];
}
