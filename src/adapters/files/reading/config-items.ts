import type { ConfigItem } from '../../../kernel/configuration.js';
import type { Fault } from './fault.js';
import { isRecord } from './is-record.js';
import type { ParsedItem } from './parsed-list.js';
import { shapeProblem } from './shape-problem.js';
import type { SourceFile } from './source-file.js';

interface Items {
  readonly items: readonly ConfigItem[];
  readonly faults: readonly Fault[];
}

/** The flags (named by `feature`) or groups (by `identifier`) of a file, and what is wrong with them. */
export function configItemsOf(file: SourceFile, parsed: readonly ParsedItem[], field: 'feature' | 'identifier'): Items {
  const items = new Map<string, ConfigItem>();
  const faults: Fault[] = [];
  for (const [index, { json, value, at }] of parsed.entries()) {
    const identifier = isRecord(value) ? value[field] : undefined;
    const name = typeof identifier === 'string' && identifier !== '' ? identifier : undefined;
    const problem = problemOf(value, name, field, items);
    if (name !== undefined && problem === undefined) items.set(name, { identifier: name, version: versionOf(value), json });
    else faults.push(file.fault(at, `entry ${index + 1}${name === undefined ? '' : ` (${name})`}: ${problem}`));
  }
  return { items: [...items.values()], faults };
}

function problemOf(value: unknown, name: string | undefined, field: 'feature' | 'identifier', known: ReadonlyMap<string, ConfigItem>): string | undefined {
  if (!isRecord(value)) return 'expected an object';
  if (name === undefined) return `${field}: expected text`;
  return known.has(name) ? `${field}: stands here for the second time` : shapeProblem(value, field);
}

function versionOf(value: unknown): number {
  const version = isRecord(value) ? value['version'] : undefined;
  return typeof version === 'number' && Number.isSafeInteger(Math.trunc(version)) ? Math.trunc(version) : 0;
}
