import { naiveBucket } from '../evaluation/naive-bucket.js';
import { aQuestion } from './a-question.js';
import { fallbackOf } from './fallback-of.js';
import type { Scene } from './scene.js';
import { variationCases } from './variation-cases.js';

const rolledOut = ['ida', 'jan', 'kai', 'lea', 'mia', 'noa', 'olga', 'paul', 'quin', 'rosa', 'sam', 'tom'];

export function describeVariations(scene: () => Scene): void {
  describe('serves variations', () => {
    it.each(variationCases)('as the flags say for $who', async ({ target, served }) => {
      const { session } = scene();

      const values: [string, unknown][] = [];
      for (const [flag, kind, expected] of served) {
        values.push([flag, await session.ask(aQuestion({ flag, kind, target, fallback: fallbackOf(kind, expected) }))]);
      }

      expect(values).toEqual(served.map(([flag, , value]) => [flag, value]));
    });

    it('by the share of targets that a rollout gives to each', async () => {
      const { session } = scene();

      const sizes: [string, unknown][] = [];
      for (const identifier of rolledOut) {
        sizes.push([identifier, await session.ask(aQuestion({ flag: 'page-size', kind: 'int', target: { identifier, name: identifier }, fallback: -1 }))]);
      }

      expect(sizes).toEqual(rolledOut.map((identifier) => [identifier, pageSizeOf(identifier)]));
      expect(new Set(sizes.map(([, size]) => size))).toEqual(new Set([10, 50, 200]));
    });

    it('by the share of those who fit a rule', async () => {
      const { session } = scene();

      const values: [string, unknown][] = [];
      for (const identifier of rolledOut.slice(0, 6)) {
        const target = { identifier, name: identifier, attributes: { country: 'de' } };
        values.push([identifier, await session.ask(aQuestion({ flag: 'new-checkout', target, fallback: bucketOf(identifier) > 50 }))]);
      }

      expect(values).toEqual(rolledOut.slice(0, 6).map((identifier) => [identifier, bucketOf(identifier) <= 50]));
    });
  });
}

// Small for 20 of 100, medium for 30, large for the rest.
function pageSizeOf(identifier: string): number {
  const bucket = bucketOf(identifier);
  if (bucket <= 20) return 10;
  return bucket <= 50 ? 50 : 200;
}

function bucketOf(identifier: string): number {
  return naiveBucket('identifier', { identifier, name: identifier, attributes: {} });
}
