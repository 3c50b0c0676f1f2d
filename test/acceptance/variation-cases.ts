import type { Target } from '../saas/types.mjs';
import type { Question } from './sdk.js';

interface VariationCase {
  readonly who: string;
  readonly target: Target;
  readonly served: readonly (readonly [flag: string, kind: Question['kind'], value: unknown])[];
}

const wide = { fuzzy: true, limit: 100 };
const base = { fuzzy: false, limit: 10 };

/**
 * What the sample flags say, worked out by hand. Left out is where SDKs differ among themselves: patterns, and rules of
 * several clauses of which only some hold.
 */
export const variationCases: readonly VariationCase[] = [
  {
    who: 'somebody unknown',
    target: { identifier: 'otto', name: 'Otto' },
    served: [
      ['dark-mode', 'boolean', true],
      ['retired-offer', 'boolean', false],
      ['new-checkout', 'boolean', false],
      ['express-delivery', 'boolean', false],
      ['banner-text', 'string', 'Welcome'],
      ['search-settings', 'json', base],
    ],
  },
  {
    who: 'a target that a flag names',
    target: { identifier: 'ada', name: 'Ada' },
    served: [
      ['new-checkout', 'boolean', true],
      ['express-delivery', 'boolean', true],
    ],
  },
  {
    who: 'a member of a group',
    target: { identifier: 'grace', name: 'Grace' },
    served: [['new-checkout', 'boolean', true]],
  },
  {
    who: 'somebody whom groups exclude',
    target: { identifier: 'mallory', name: 'Mallory', attributes: { email: 'mallory@example.com' } },
    served: [
      ['new-checkout', 'boolean', false],
      ['search-settings', 'json', base],
    ],
  },
  {
    who: 'somebody who fits one of the rules of a group',
    target: { identifier: 'emma', name: 'Emma', attributes: { role: 'EMPLOYEE' } },
    served: [
      ['new-checkout', 'boolean', true],
      ['search-settings', 'json', base],
    ],
  },
  {
    who: 'somebody who fits all clauses of a rule of a group',
    target: { identifier: 'franz', name: 'Franz', attributes: { plan: 'enterprise', country: 'AT' } },
    served: [['search-settings', 'json', wide]],
  },
  {
    who: 'somebody who fits one clause of a rule of a group and not the other',
    target: { identifier: 'hugo', name: 'Hugo', attributes: { plan: 'enterprise', country: 'US' } },
    served: [['search-settings', 'json', base]],
  },
  {
    who: 'somebody who fits a rule of a flag',
    target: { identifier: 'dana', name: 'Dana', attributes: { plan: 'business', earlyAccess: true } },
    served: [
      ['banner-text', 'string', 'Everything must go'],
      ['search-settings', 'json', wide],
    ],
  },
];
