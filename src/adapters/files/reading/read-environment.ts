import { authKeysOf } from './auth-keys.js';
import { configItemsOf } from './config-items.js';
import { environmentParts, type EnvironmentPart } from './environment-part.js';
import type { Fault } from './fault.js';
import type { FoundEnvironment } from './found-environment.js';
import { jsonList } from './json-list.js';
import type { OfflineEnvironment } from './offline-environment.js';
import type { ParsedItem, ParsedList } from './parsed-list.js';
import { readSourceFile } from './read-source-file.js';
import { SourceFile } from './source-file.js';
import { targetsOf } from './targets.js';
import { yamlList } from './yaml-list.js';

interface ReadEnvironment {
  readonly environment: OfflineEnvironment;
  /** With any of these the environment is not to be used. */
  readonly faults: readonly Fault[];
}

/** Reads the files of one environment. */
export async function readEnvironment({ id, directory, files }: FoundEnvironment): Promise<ReadEnvironment> {
  const faults: Fault[] = [];
  const read = async <Result extends { readonly faults: readonly Fault[] }>(
    part: EnvironmentPart,
    interpret: (file: SourceFile, items: readonly ParsedItem[]) => Result,
  ): Promise<Result | undefined> => {
    const path = files.get(part);
    const list = path === undefined ? undefined : await listIn(path, part);
    if (list === undefined) return undefined;
    const result = 'faults' in list ? undefined : interpret(list.file, list.items);
    faults.push(...('faults' in list ? list.faults : (result?.faults ?? [])));
    return result;
  };

  const flags = await read('feature_config', (file, items) => configItemsOf(file, items, 'feature'));
  const groups = await read('segments', (file, items) => configItemsOf(file, items, 'identifier'));
  const known = await read('auth_config', authKeysOf);
  const remembered = await read('targets', targetsOf);
  const config = { id, featureConfigs: flags?.items ?? [], segments: groups?.items ?? [], authKeys: known?.keys ?? [] };
  return { environment: { directory, config, targets: remembered?.targets ?? [] }, faults };
}

async function listIn(path: string, part: EnvironmentPart): Promise<ParsedList> {
  const file = await readSourceFile(path);
  if (!(file instanceof SourceFile)) return { faults: [file] };
  return path.endsWith('.json') ? jsonList(file) : yamlList(file, environmentParts[part]);
}
