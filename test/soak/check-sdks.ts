import { aQuestion } from '../acceptance/a-question.js';
import { flagNames } from './changes.js';
import type { OfficialSdk } from './scene.js';
import type { StrictSdk } from './strict-sdk.js';
import type { Item, Truth } from './truth.js';

interface Flag extends Item {
  readonly state: string;
  readonly offVariation: string;
  readonly defaultServe: { readonly variation: string };
  readonly rules: readonly { readonly serve: { readonly variation: string } }[];
}

interface Group extends Item {
  readonly included?: readonly { readonly identifier: string }[];
}

/** What an SDK that reads everything once must hold by now. */
export function checkStrictSdk({ node, environment, held }: StrictSdk, truth: Truth): string[] {
  const at = truth.get(environment);
  const lists = [['flag', held.flag, at?.flags], ['group', held['target-segment'], at?.segments]] as const;
  return lists.flatMap(([kind, ours, theirs]) => {
    const names = new Set([...ours.keys(), ...(theirs?.keys() ?? [])]);
    return [...names]
      .filter((name) => ours.get(name)?.version !== theirs?.get(name)?.version)
      .map((name) => `an SDK of ${environment} at ${node}: ${kind} ${name} is version ${ours.get(name)?.version ?? 'none'}, at SaaS ${theirs?.get(name)?.version ?? 'none'}`);
  });
}

/** What an application must be served by now. */
export async function checkOfficialSdk({ environment, session }: OfficialSdk, truth: Truth): Promise<string[]> {
  const found: string[] = [];
  const at = truth.get(environment);
  for (const flag of flagNames) {
    const item = at?.flags.get(flag) as Flag | undefined;
    const expected = item ? valueOf(item, at?.segments.get('group-0') as Group | undefined) : 'nothing';
    const value = await session.ask(aQuestion({ flag, kind: 'string', fallback: 'nothing' }));
    if (value !== expected) found.push(`the official SDK: ${flag} of ${environment} is ${String(value)}, at SaaS ${expected}`);
  }
  return found;
}

/** By the few rules that the changes make; Otto asks. */
function valueOf({ state, offVariation, defaultServe, rules }: Flag, group: Group | undefined): string {
  if (state !== 'on') return offVariation;
  const isMember = group?.included?.some(({ identifier }) => identifier === 'otto') === true;
  return isMember && rules[0] ? rules[0].serve.variation : defaultServe.variation;
}
