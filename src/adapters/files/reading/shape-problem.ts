import { isRecord } from './is-record.js';

type Json = Readonly<Record<string, unknown>>;

const lists: Readonly<Record<'feature' | 'identifier', readonly string[]>> = {
  feature: ['variations', 'rules', 'prerequisites', 'variationToTargetMap'],
  identifier: ['included', 'excluded', 'rules', 'servingRules'],
};

/**
 * What in a flag or group would be passed over in silence, so that targets got something else than its author meant. Whatever
 * SaaS writes passes; null and missing members are fine.
 */
export function shapeProblem(item: Json, field: 'feature' | 'identifier'): string | undefined {
  for (const list of lists[field]) {
    const problem = listProblem(item[list], list);
    if (problem !== undefined) return problem;
  }
  const { version } = item;
  if (version !== undefined && version !== null && typeof version !== 'number') return 'version: expected a number';
  return field === 'feature' ? flagProblem(item) : undefined;
}

function listProblem(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) return `${name}: expected a list`;
  const odd = value.findIndex((entry) => !isRecord(entry));
  return odd === -1 ? undefined : `${name}[${odd}]: expected an object`;
}

function flagProblem({ state, variations }: Json): string | undefined {
  if (state !== undefined && state !== null && state !== 'on' && state !== 'off') return 'state: expected "on" or "off"';
  for (const [index, variation] of (Array.isArray(variations) ? variations : []).entries()) {
    for (const member of ['identifier', 'value']) {
      if (typeof variation[member] !== 'string') return `variations[${index}].${member}: expected text, in quotes`;
    }
  }
  return undefined;
}
