import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PastChange } from '../../../kernel/changes.js';
import { isRecord } from '../reading/is-record.js';
import { replaceFile } from './replace-file.js';

const fileName = 'recent-deletions.json';

/** None where there is no such file, or nothing in it that can be understood. */
export async function readDeletions(directory: string): Promise<readonly PastChange[]> {
  try {
    const written: unknown = JSON.parse(await readFile(join(directory, fileName), 'utf8'));
    return Array.isArray(written) ? written.flatMap(pastChangeIn) : [];
  } catch {
    return [];
  }
}

export function writeDeletions(directory: string, past: readonly PastChange[]): Promise<void> {
  return replaceFile(join(directory, fileName), `${JSON.stringify(past.map(({ change: { domain, event, environment, identifier, version }, at }) => ({ domain, event, environment, identifier, version, at })))}\n`);
}

function pastChangeIn(written: unknown): readonly PastChange[] {
  if (!isRecord(written)) return [];
  const { domain, event, environment, identifier, version, at } = written;
  if (domain !== 'flag' && domain !== 'target-segment') return [];
  if (event !== 'delete' && event !== 'create') return [];
  if (typeof environment !== 'string' || typeof identifier !== 'string' || typeof version !== 'number' || typeof at !== 'number') return [];
  return [{ change: { domain, event, environment, identifier, version }, at }];
}
