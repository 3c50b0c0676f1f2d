import type { Target } from '../../src/kernel/target.js';
import { naiveAttributeText } from './naive-attribute-text.js';

/** 1 to 100, or 0 for a target that has nothing to hash. */
export function naiveBucket(bucketBy: string, target: Target): number {
  const value = naiveAttributeText(bucketBy, target);
  if (value !== '') return (hash(Buffer.from(`${bucketBy}:${value}`)) % 100) + 1;
  return target.identifier === '' ? 0 : (hash(Buffer.from(`identifier:${target.identifier}`)) % 100) + 1;
}

function hash(bytes: Buffer): number {
  let h = 0;
  const wholeBlocks = bytes.length - (bytes.length % 4);
  for (let i = 0; i < wholeBlocks; i += 4) {
    h ^= mix(bytes.readUInt32LE(i));
    h = (Math.imul(rotate(h, 13), 5) + 0xe6546b64) >>> 0;
  }
  const tail = Buffer.alloc(4);
  bytes.copy(tail, 0, wholeBlocks);
  h ^= mix(tail.readUInt32LE());

  h ^= bytes.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function mix(block: number): number {
  return Math.imul(rotate(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
