import { join } from 'node:path';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { environmentParts, type EnvironmentPart } from './environment-part.js';
import type { Fault } from './fault.js';
import type { FoundEnvironment } from './found-environment.js';

const ending = /^(.*)\.(?:json|yaml|yml)$/;

/** The environment that a directory with these entries describes. Other files, a README for one, are nobody's business. */
export function environmentOfDirectory(id: EnvironmentId, directory: string, entries: readonly string[]): FoundEnvironment {
  const files = new Map<EnvironmentPart, string>();
  const faults: Fault[] = [];
  for (const entry of entries) {
    const part = partNamed(entry);
    if (part === undefined) continue;
    const path = join(directory, entry);
    if (files.has(part)) faults.push({ path, problem: `${part} is there twice, and it cannot be known which one counts` });
    else files.set(part, path);
  }
  return { id, directory, files, faults };
}

export function partNamed(entry: string): EnvironmentPart | undefined {
  const [, name] = ending.exec(entry) ?? [];
  return name !== undefined && isPart(name) ? name : undefined;
}

function isPart(name: string): name is EnvironmentPart {
  return Object.hasOwn(environmentParts, name);
}
