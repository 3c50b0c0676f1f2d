import type { Target } from '../../../kernel/target.js';
import type { Fault } from './fault.js';
import { isRecord } from './is-record.js';
import type { ParsedItem } from './parsed-list.js';
import type { SourceFile } from './source-file.js';

interface Targets {
  readonly targets: readonly Target[];
  readonly faults: readonly Fault[];
}

/** The targets of an environment. A later one of the same identifier wins, as a later registration does. */
export function targetsOf(file: SourceFile, parsed: readonly ParsedItem[]): Targets {
  const targets = new Map<string, Target>();
  const faults: Fault[] = [];
  for (const [index, { value, at }] of parsed.entries()) {
    const target = isRecord(value) ? targetOf(value) : 'expected an object';
    if (typeof target === 'string') faults.push(file.fault(at, `entry ${index + 1}: ${target}`));
    else targets.set(target.identifier, target);
  }
  return { targets: [...targets.values()], faults };
}

/** The target, or what is wrong with it. Without a name it is called by its identifier. */
function targetOf({ identifier, name, anonymous, attributes }: Readonly<Record<string, unknown>>): Target | string {
  if (typeof identifier !== 'string' || identifier === '') return 'identifier: expected text';
  if (typeof (name ?? '') !== 'string') return 'name: expected text';
  if (typeof (anonymous ?? false) !== 'boolean') return 'anonymous: expected true or false';
  if (!isRecord(attributes ?? {})) return 'attributes: expected an object';
  return {
    identifier,
    name: typeof name === 'string' && name !== '' ? name : identifier,
    ...(typeof anonymous === 'boolean' && { anonymous }),
    attributes: isRecord(attributes) ? attributes : {},
  };
}
