import type { Target } from '../../src/kernel/target.js';
import type { Clause, Flag, Segment } from './flag-shapes.js';

export const ordinaryTarget: Target = {
  identifier: 'target-7',
  name: 'Target 7',
  attributes: { email: 'anna@example.com', plan: 'pro', country: 'de', version: '4.2' },
};

/** A flag that serves "on" to everybody, but for what is said. */
export function aFlag(feature: string, more: Partial<Flag> = {}): Flag {
  return {
    feature,
    kind: 'boolean',
    state: 'on',
    offVariation: 'off',
    variations: [
      { identifier: 'on', value: 'true' },
      { identifier: 'off', value: 'false' },
    ],
    defaultServe: { variation: 'on' },
    ...more,
  };
}

export const inSegment = (...values: readonly string[]): Clause => ({ attribute: '', op: 'segmentMatch', values });

/** Flags as most are: a rule on attributes, a rule on a target group, a rollout for the rest. Each group is asked about. */
export function ordinaryFlags(count: number, segmentCount: number): Flag[] {
  return Array.from({ length: count }, (_, index) =>
    aFlag(`ordinary-${index}`, {
      rules: [
        { priority: 1, clauses: [{ attribute: 'plan', op: 'in', values: ['free', `plan-${index}`] }], serve: { variation: 'off' } },
        { priority: 2, clauses: [inSegment(`ordinary-${index % segmentCount}`)], serve: { variation: 'off' } },
      ],
      defaultServe: { distribution: { bucketBy: 'email', variations: [{ variation: 'on', weight: 30 }, { variation: 'off', weight: 70 }] } },
    }),
  );
}

export function ordinarySegments(count: number): Segment[] {
  return Array.from({ length: count }, (_, index) => ({
    identifier: `ordinary-${index}`,
    included: [{ identifier: `somebody-${index}` }],
    excluded: [],
    rules: [{ attribute: 'email', op: 'ends_with', values: [`@example-${index}.com`] }],
  }));
}
