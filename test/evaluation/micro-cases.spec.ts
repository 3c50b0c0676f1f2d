import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bucketOf } from '../../src/evaluation/bucket.js';
import { decodeTarget } from '../../src/evaluation/index.js';
import { murmur3 } from '../../src/evaluation/murmur3.js';
import { compiled } from './compiled.js';

interface MicroCase {
  readonly name: string;
  readonly flag: string;
  readonly flags: readonly unknown[];
  readonly segments: readonly unknown[];
  readonly target: unknown;
  readonly expected: { readonly identifier: string; readonly value: string } | null;
}

interface BucketVector {
  readonly bucketBy: string;
  readonly value: string;
  readonly murmur3_32: number;
  readonly bucket: number;
}

const read = (file: string) => JSON.parse(readFileSync(join(__dirname, '../fixtures/evaluation', file), 'utf8'));
const microCases: readonly MicroCase[] = read('micro-cases.json');
const bucketVectors: readonly BucketVector[] = read('bucket-vectors.json');

describe('a single point of the rules', () => {
  it.each(microCases.map((microCase) => [microCase.name, microCase] as const))('%s', (_name, { flag, flags, segments, target, expected }) => {
    const decoded = decodeTarget(target);
    if (decoded === undefined) throw new Error('the case has no target');

    const evaluation = compiled(flags, segments).evaluate(flag, decoded);

    expect(evaluation === undefined ? null : { identifier: evaluation.identifier, value: evaluation.value }).toEqual(expected);
  });
});

describe('a bucket', () => {
  it.each(bucketVectors.map((vector) => [vector.bucketBy, vector.value, vector] as const))('of %s %s is the known one', (bucketBy, value, vector) => {
    expect(murmur3(`${bucketBy}:${value}`)).toBe(vector.murmur3_32);
    expect(bucketOf(bucketBy, value)).toBe(vector.bucket);
  });
});
