import { murmur3 } from './murmur3.js';

/** The bucket (1 to 100) of an attribute's value. The flag has no part in it: a target has one bucket for all flags. */
export function bucketOf(attribute: string, value: string): number {
  return (murmur3(`${attribute}:${value}`) % 100) + 1;
}
